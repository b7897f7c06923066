"""Initials for people: "[BF 9] perturbations", "Leg press 9 min ... QT", where the note tells whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from romberg.notes import lexicon
from romberg.notes.layout import Document
from romberg.notes.people import names
from romberg.notes.people.credentials import discipline, letters, roles
from romberg.notes.people.performer import NOT_DONE, SELDOM, Performer
from romberg.notes.people.supervision import supervised
from romberg.visit import Clinician, Role

_LEGEND = re.compile(r"(?<![\w.])([A-Z]{2,3})\s?[=:–-]\s?(?:\w+\.? )?$")  # "BF = " before a name with letters
_OF_ROLE = re.compile(  # "Assistant: QT   Therapist: WB"
    r"\b(?P<role>[Tt]herapist|[Aa]ssistant|[Aa]ide|[Tt]ech|[Ss]tudent|P?TA|PT|COTA|OTR|OT|SLP|SPT|OTS)(?:/L)?\s?[:=]\s?"
    r"(?P<initials>[A-Z]{2,3})(?=\s{2,}|[ \t]*$|[,;)])"
    r"|(?<![\w.])(?P<first>[A-Z]{2,3})\s?=\s?(?P<called>PTA|PT|COTA|OTR|OTA|OT|SLP|SPT|OTS|ATC|[Tt]ech|[Aa]ide|[Ss]tudent)\b",
    re.MULTILINE,
)
_MARK = re.compile(  # in brackets, behind a line's dots or dash, or before its colon; with minutes or without
    r"[\[({](?P<inside>[A-Z]{2,3})(?:[\s,:x-]{1,3}(?P<n>\d{1,2})(?:\s?(?:min|m|'))?)?[\])}]"
    r"|(?:\.{3,}\s?|\.\s|[-–/]\s?|\s{2,}|\bby\s|\bw/\s?|\bwith\s)(?P<last>[A-Z]{2,3})(?=[ \t]*$)"
    r"|^[ \t*•>-]*(?P<heads>[A-Z]{2,3})(?:\s(?P<m>\d{1,2})(?:\s?(?:min|m|'))?)?\s?:(?=\s)"
    r"|\b(?:by|w/|with)\s?(?P<did>[A-Z]{2,3})(?=[\s.,;:)])",
    re.MULTILINE,
)
_HELPERS = ("assistant", "student", "aide")
# What two or three capitals mean in these notes before they are anybody's initials.
_OTHERWISE = lexicon.each(
    "PT OT ST TE TA MT GT UE LE ER IR RT LT BP HR RB TB GB YB AD AB PA AP EO EC SL DL DB BB HS HP CP MD DO NP RN DC CI",
    "MA CA PRN HEP NMR ADL ROM STM MMT SLR LBP WNL TKE LAQ SAQ SLS CGA SBA UBE RPE VAS NDI ODI TUG BOS COG LOB WBAT",
)


def by_initials(document: Document, clinicians: Sequence[Clinician]) -> Iterator[Performer]:
    """Whoever's initials stand at some work, where a helper is among those whose initials the note explains."""
    if not any(one.role in _HELPERS for one in clinicians):
        return
    told = _explained(document)
    known = _signed(clinicians) | told
    if not any(role in _HELPERS for role, _ in known.values()):
        return
    for mark in _MARK.finditer(document.text, *document.active):
        group = next(name for name in ("inside", "last", "heads", "did") if mark[name])
        initials = mark[group]
        if initials not in known or (initials in _OTHERWISE and initials not in told):
            continue
        start, end = mark.span(group)
        if document.region_at(start) in (*NOT_DONE, *SELDOM) or (group == "heads" and initials not in told):
            continue
        role, letters_of = known[initials]
        minutes = mark["n"] or mark["m"]
        there = supervised(document, start) if role in ("student", "aide") else None
        yield Performer(start, end, role, None, int(minutes) if minutes else None, there, discipline(letters_of))


def _explained(document: Document) -> dict[str, tuple[Role, str]]:
    """The initials that a legend explains, with role and letters."""
    found: dict[str, tuple[Role, str]] = {}
    for run in letters(document.text, *document.active):
        line = document.line_at(run.start)
        name = names.before(document.text, line.start, run.start)
        ahead = document.text[max(line.start, name.start - 12) : name.start] if name else ""
        if legend := _LEGEND.search(ahead):
            found[legend[1]] = (run.role, run.text)
    for one in _OF_ROLE.finditer(document.text, *document.active):
        called = one["role"] or one["called"]
        role = roles().get(called) or _IN_WORDS.get(called.lower())
        if role:
            found[one["initials"] or one["first"]] = (role, called)
    return found


_IN_WORDS: dict[str, Role] = {"therapist": "therapist", "assistant": "assistant", "student": "student"}


def _signed(clinicians: Sequence[Clinician]) -> dict[str, tuple[Role, str]]:
    """The initials of the people who signed; none that two of them share."""
    found: dict[str, tuple[Role, str]] = {}
    shared = set()
    for one in clinicians:
        initials = "".join(word[0] for word in re.split(r"[\s.]+", one.name) if word[:1].isupper())
        shared |= {initials} & found.keys()
        if one.signed and len(initials) > 1:
            found[initials] = (one.role, one.credential)
    return {initials: who for initials, who in found.items() if initials not in shared}
