"""People named by what they are: "I did", "by the assistant", "the assistant took over", "7 PT / 8 PTA"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from romberg.notes import lexicon
from romberg.notes.layout import Document
from romberg.notes.people.credentials import discipline
from romberg.notes.people.performer import BEHIND, NOT_DONE, SELDOM, Performer, minutes_with
from romberg.notes.people.supervision import NEGATED, supervised
from romberg.visit import Clinician, Role

# Both begin with plain letters, so that the search skips quickly; what must not stand before them is asked after.
_I_DID = re.compile(
    r"i(?<![\w'.]i)(?:\s+(?:then|personally|also|myself|alone))*\s+(?:did|performed|provided|treated|led|took|ran"
    r"|gave|furnished|delivered|carried out|conducted|began|finished with|completed)\b(?!\s+(?:not|n't))"
)
_BY_ROLE = re.compile(
    r"by(?<![a-z]by)\s+(?:the\s+|a\s+|an\s+)?(physician|doctor|chiropractor|therapist|assistant"
    r"|student)\b(?!\s*(?:pt|ot|slp|therapist|clinician|physical|occupational))"
)
_GIVEN = re.compile(
    r"\b(?:given|provided|performed|furnished|rendered|delivered|done|administered|conducted|led|completed"
    r"|carried out)\s+(?:[\w:]+\s+){0,2}$"
)
_CLOSES = re.compile(r"(?<=student|sistant)\s?(?:[,.;:)]|$)", re.MULTILINE)  # "squats by student, PT in building"
_BY_ME = re.compile(
    r"(?<![\d:])(?P<n>\d{1,3})\s*(?:min(?:ute)?s?|')\s+(?P<who>(?:by|with|w/)\s?(?:me|myself))\b"
    r"|\b(?P<we>(?:by|with|w/)\s?(?:me|myself))(?: for)?(?: the)?(?: first| last)? (?P<m>\d{1,2})\s?(?:min(?:ute)?s?|')"
)
_ROLE_DID = re.compile(
    r"\b(?:the|our|my)\s+(?:licensed\s+|therapy\s+)?(assistant|student)(?=\s+(?:then\s+|alone\s+)?(?:did"
    r"|led|took|ran|gave|provided|performed|carried|completed|delivered|furnished|continued|finished|handled|worked"
    r"|treated)\b)"
    r"|(?:(?<=[.;]\s)|(?<=\n))(?P<opening>student|assistant)(?:\s[a-z]+)?\s(?:did|led|took|ran|gave|performed"
    r"|carried out|completed|treated|worked)\b"
    r"|\b(?:by|with|via)\s+(?:our|my)\s+(?P<ours>assistant|student)\b|\b(?P<leads>assistant|student)-(?:led|run|delivered|provided)"
    r"|\d\s?min [^.;:,\d\n]{1,30}(?:with|w/|by)\s(?:the\s)?(?P<timed>assistant)(?=\s?(?:[:,;.(]|$))"
    r"|\b9\d{4}-(?:g[pon]-)?(?P<coded>cq|co)\b(?=[^\n]{0,24}\d\s?min)"
    r"|\s[-–]\s(?P<dashed>assistant|student)(?=\s[-–:]|[ \t]*\n)"
    r"|\((?P<bracketed>assistant|student)\)|(?:(?<=min )|(?<=\b9\d{4} ))\((?P<modifier>cq|co)\)"
)
# One of them stands in what the expressions above find: most notes have none.
_ME, _HELPERS = lexicon.each("me myself"), lexicon.each("assistant student cq co")
_LABELLED = re.compile(  # "Assistant minutes: 97110 20", "therapist 12 min manual, assistant 23 min ther ex"
    r"(?P<who>therapist|assistant)(?:'s)?"
    r"(?=\s(?:minutes?|min|time|part|portion)\s?[:=]|\s\d{1,3}\s?min)(?P<told>\s(?:minutes?|min|time|part|portion))?"
)
_MODIFIERS = lexicon.each("cq co")
_OF_MODIFIER = re.compile(
    r"\b(?:cq|co) (?:minutes?|min|time)\s?[:=]\s?(?:9\d{4}\s?(?:x |- ?|= ?)?\d{1,2}\b[^\d\n]{0,12})+"
)
_CODE_MINUTES = re.compile(r"9\d{4}\s?(?:x |- ?|= ?)?(\d{1,2})\b")
_OPENS, _PEOPLE = re.compile(r"(?:[.;,:|(\n]|\bthen|\band)[\s*•>-]*$"), lexicon.each("therapist assistant")
_NEAR = 48  # signs before a person in which the minutes can stand
_LETTERS = lexicon.each("pta cota tech aide atc student spt")
_LED = re.compile(
    r"\b(?P<assistant>PTA|COTA)-(?:led|run|delivered|provided|furnished|guided|directed)\b"
    r"|\b(?P<aide>[Tt]ech|[Aa]ide|ATC)-(?:led|run|supervised|delivered|provided|guided|directed)\b"
)
_WORD_ROLE: dict[str, Role] = {
    "physician": "physician",
    "doctor": "physician",
    "chiropractor": "chiropractor",
    "therapist": "therapist",
    "assistant": "assistant",
    "student": "student",
}


def in_words(document: Document, clinicians: Sequence[Clinician]) -> Iterator[Performer]:
    """Whoever is said to have furnished something without a name or letters."""
    folded, (start, end) = document.folded, document.active
    for match in _I_DID.finditer(folded, start, end) if "i" in document.words else ():
        if document.region_at(match.start()) not in ("plan", "subjective", "history", "home", "goals", "prior"):
            yield Performer(match.start(), match.end(), _writer(clinicians), None, None, None)
    for match in _BY_ME.finditer(folded, start, end) if document.has_any(_ME) else ():
        if document.region_at(match.start()) not in NOT_DONE:
            start, end = match.span("who" if match["who"] else "we")
            yield Performer(start, end, _writer(clinicians), None, int(match["n"] or match["m"]), None)
    for match in _ROLE_DID.finditer(folded, start, end) if document.has_any(_HELPERS) else ():
        if document.region_at(match.start()) not in (*NOT_DONE, *SELDOM, "header"):
            yield _by_role(document, match)
    yield from _of_modifier(document) if document.has_any(_MODIFIERS) else ()
    for match in _LABELLED.finditer(folded, start, end) if document.has_any(_PEOPLE) else ():
        opens = _OPENS.search(folded, max(start, match.start() - 8), match.start())
        if opens and document.region_at(match.start()) not in (*NOT_DONE, *SELDOM):
            yield Performer(match.start("who"), match.end(), _WORD_ROLE[match["who"]], None, None, None)
    for match in _BY_ROLE.finditer(folded, start, end):
        given = _GIVEN.search(folded, max(start, match.start() - 40), match.start()) or _CLOSES.match(
            folded, match.end()
        )
        if given and not _is_denied(document, match):
            role = _WORD_ROLE[match[1]]
            found = BEHIND.match(folded, match.end(), document.line_at(match.start()).end)
            minutes, there = int(found[1] or found[2]) if found else None, _supervised(document, match.start(), role)
            yield Performer(match.start(1), match.end(1), role, None, minutes, there)


def _of_modifier(document: Document) -> Iterator[Performer]:
    """The minutes of each code that the modifier for an assistant has: "CQ minutes: 97110 15, 97530 12"."""
    for match in _OF_MODIFIER.finditer(document.folded, *document.active):
        for pair in _CODE_MINUTES.finditer(document.folded, *match.span()):
            yield Performer(*pair.span(1), "assistant", None, int(pair[1]), None)


def _is_denied(document: Document, match: re.Match[str]) -> bool:
    before = document.folded[max(document.active.start, match.start() - 34) : match.start()]
    return document.region_at(match.start()) in ("plan", "home", "goals", "prior") or bool(NEGATED.search(before))


def _supervised(document: Document, at: int, role: Role) -> bool | None:
    return supervised(document, at) if role in ("student", "aide") else None


def _by_role(document: Document, match: re.Match[str]) -> Performer:
    """The assistant or student who is the subject of what was done, or stands in brackets."""
    role = _WORD_ROLE.get(match[match.lastindex or 0], "assistant")
    line, at = document.line_at(match.start()), match.span(match.lastindex or 0)
    ahead = document.folded[max(line.start, match.start() - _NEAR) : match.start()]
    minutes = minutes_with(document.folded, match.end(), line.end, ahead)
    return Performer(*at, role, None, minutes, _supervised(document, match.start(), role))


def led(document: Document) -> Iterator[Performer]:
    """ "PTA-led": letters that lead the work by what hangs on them."""
    for match in _LED.finditer(document.text, *document.active) if document.has_any(_LETTERS) else ():
        if document.region_at(match.start()) not in NOT_DONE:
            role: Role = "assistant" if match["assistant"] else "aide"
            there = _supervised(document, match.start(), role)
            yield Performer(*match.span(role), role, None, None, there, discipline(match[role]))


def _writer(clinicians: Sequence[Clinician]) -> Role:
    """The role of the one who says "I": the licensed person who signed."""
    order: tuple[Role, ...] = ("therapist", "chiropractor", "physician", "assistant", "student")
    signed = {person.role for person in clinicians if person.signed}
    return next((role for role in order if role in signed), "therapist")
