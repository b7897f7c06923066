"""Minutes that are shared out among people: "(7 PT / 8 PTA)", "first 15 w/ PT, rest w/ PTA", "PT/PTA 5 each"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from romberg.notes import lexicon
from romberg.notes.layout import Document
from romberg.notes.people.credentials import discipline
from romberg.notes.people.performer import NOT_DONE, Performer
from romberg.notes.people.supervision import supervised
from romberg.visit import Role, Span

_ROLES: dict[Role, str] = {
    "assistant": r"L?PTA|C?OTA(?:/L)?|SLPA|[Aa]ssistant",
    "student": r"SPTA?|OTS|[Ss]tudent",
    "aide": r"(?:(?:[Rr]ehab|[Tt]herapy|PT|OT) )?(?:[Aa]ide|[Tt]ech(?:nician)?)|ATC|LMT",
    "therapist": r"PT|OTR(?:/L)?|OT|SLP|[Tt]herapist",
}
_WHO = rf"(?:{'|'.join(_ROLES.values())})\b"
_UNIT = r"(?:\s?(?:min(?:ute)?s?\b|m\b|'))?"
_NUMBER = (
    r"(?<![\d:.])(?<!\d/)(?:(?:[Tt]he )?(?:[Ff]irst|[Ll]ast|[Nn]ext|[Ii]nitial|[Ff]inal|[Rr]emaining) )?"
    rf"\d{{1,2}}{_UNIT}"
)
_WITH = r"\s?(?:(?:with|w/|by)\s?(?:the |a |our )?|[-:(]\s?|the )?"
_REST = r"(?:the )?(?:[Rr]est|[Rr]emainder|[Rr]emaining(?: time| min(?:ute)?s?)?|[Bb]alance)(?: of it| was)?"
_AND = r"\s?(?:/|\+|&|[,;]?\s?and then|[,;]?\s?and|[,;]?\s?then|,|;)\s?"
_FOR = r"(?: (?:for|on) [a-z]+(?: [a-z]+)?(?=[,;/+&]| and| then))?"  # "10 w/ therapist for form, 14 w/ PTA"
_BEFORE = rf"(?:{_NUMBER}|{_REST}){_WITH}{_WHO}{_FOR}\)?"  # the minutes stand before the person
_ORDER = r"(?:(?:for |did |had )?(?:the )?(?:(?:first|last|next|initial|final|remaining|other) )?)"
_CALLED = r"(?: (?:[A-Z]\. ?)?[A-Z][a-z]+)?"
_BEHIND = rf"{_WHO}{_CALLED}(?:\s?[:=x(-]\s?|\s){_ORDER}\d{{1,2}}{_UNIT}\)?(?!\d|/(?![A-Z])|:\d)"
_EACH = rf"{_WHO}\s?(?:/|&|\+|and)\s?{_WHO},?\s(?P<each>\d{{1,2}}){_UNIT}\s(?:each|apiece)\b"
_SHARED = re.compile(
    rf"(?<![\w/.-])(?:{_EACH}|{_NUMBER}{_WITH}{_WHO}{_FOR}\)?(?:{_AND}{_BEFORE}){{1,3}}"
    rf"|{_BEHIND}(?:(?:{_AND}{_BEHIND}){{1,3}}|{_AND}{_BEFORE}))"
)
_HALF = r"(?:(?:the )?(?:[Ff]irst|[Ss]econd|[Ll]ast|[Oo]ther|1st|2nd|[Oo]ne) )?[Hh]alf"
_HALVES = re.compile(  # of a block's minutes, whatever they are
    rf"(?<![\w/.-])(?:{_WHO} half{_AND}{_WHO} (?:the other )?half|{_HALF}{_WITH}{_WHO}{_AND}{_HALF}{_WITH}{_WHO}"
    rf"|(?:split|shared|divided) (?:evenly|equally|in half|50/50) (?:between|by|among) {_WHO} and {_WHO})"
)
_PERSON, _MINUTES = re.compile(_WHO), re.compile(r"\d+")
_WORDS = lexicon.each("pta lpta ota cota slpa assistant student spt spta ots aide tech technician atc lmt")
_HELPER = re.compile(rf"\b(?:{'|'.join(letters for role, letters in _ROLES.items() if role != 'therapist')})\b")
_HELPERS: tuple[Role, ...] = ("assistant", "student", "aide")


class Part(NamedTuple):
    """One person's part of minutes: the words for the person, the role, and the minutes; None for "the rest"."""

    who: Span
    role: Role
    minutes: int | None
    told: Span | None  # where the minutes stand


def shared_out(document: Document) -> Iterator[Performer]:
    """The people of today's note among whom minutes are shared out, each with their part."""
    if not document.has_any(_WORDS):
        return
    start, end = document.active
    lines = dict.fromkeys(document.line_at(one.start()) for one in _HELPER.finditer(document.text, start, end))
    for match in (match for line in lines for match in _SHARED.finditer(document.text, line.start, line.end)):
        if document.region_at(match.start()) in NOT_DONE:
            continue
        for who, role, minutes, _ in _parts(document.text, match):
            yield _performer(document, who, role, minutes)
    for match in (match for line in lines for match in _HALVES.finditer(document.text, line.start, line.end)):
        people = [(Span(*one.span()), _role(one.group())) for one in _PERSON.finditer(document.text, *match.span())]
        if document.region_at(match.start()) not in NOT_DONE and len({role for _, role in people}) == 2:
            yield from (replace(_performer(document, who, role, None), half=True) for who, role in people)


def _performer(document: Document, who: Span, role: Role, minutes: int | None) -> Performer:
    there = supervised(document, who.start) if role in ("student", "aide") else None
    return Performer(*who, role, None, minutes, there, discipline(document.text[slice(*who)]))


def shared_at(text: str, start: int, end: int) -> tuple[Part, ...]:
    """The parts of minutes that are shared out right at an offset; () where none are, or where one is "the rest"."""
    match = _SHARED.match(text, start, end)
    parts = _parts(text, match) if match else ()
    return () if any(part.minutes is None for part in parts) else parts


def _parts(text: str, match: re.Match[str]) -> tuple[Part, ...]:
    """The parts of one sharing; () where no helper has one, or nobody but helpers of one kind."""
    people = [(Span(*one.span()), _role(one.group())) for one in _PERSON.finditer(text, *match.span())]
    if len({role for _, role in people}) < 2 or not any(role in _HELPERS for _, role in people):
        return ()
    if match["each"]:
        where = Span(*match.span("each"))
        return tuple(Part(who, role, int(match["each"]), where) for who, role in people)
    ahead = _PERSON.match(text, match.start()) is None
    crossed = not ahead and text[people[-1][0].end : match.end()].strip(" )") == ""  # "PT for 10; the rest the PTA"
    return tuple(_part(text, match, who, role, ahead or (crossed and who == people[-1][0])) for who, role in people)


def _part(text: str, match: re.Match[str], who: Span, role: Role, ahead: bool) -> Part:
    """The minutes of one person: the last number before, or the first behind."""
    told = [Span(*one.span()) for one in _MINUTES.finditer(text, *match.span())]
    between = [m.end() for m in _PERSON.finditer(text, match.start(), who.start)]
    since = max(between, default=match.start())
    near = [one for one in told if (since <= one.start < who.start if ahead else one.start >= who.end)]
    where = (near[-1] if ahead else near[0]) if near else None
    return Part(who, role, int(text[slice(*where)]) if where else None, where)


def _role(written: str) -> Role:
    return next(role for role, letters in _ROLES.items() if re.fullmatch(letters, written))
