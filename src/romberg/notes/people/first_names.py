"""Helpers by a bare name that the note gives letters elsewhere: "Lee then took the exercises, 20 min"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from romberg.notes.layout import Covered, Document
from romberg.notes.people.credentials import discipline, letters
from romberg.notes.people.performer import DID, FURNISHED, NOT_DONE, SELDOM, Performer, minutes_with, taken_over_after
from romberg.notes.people.supervision import supervised
from romberg.visit import Clinician, Span

_HELPERS = ("assistant", "student", "aide")
_OPENS = re.compile(r"(?:^|[.;:,|(\n]|\b(?:and|then|while|after that))[\s*•>-]*$")
_BY = re.compile(  # "done by Mark", "20 with Mark"; "he likes working with Mark" is none
    rf"(?:\bby\s|(?:\d(?:\s?min\w*|\s?')?|\b(?:{FURNISHED}|all|rest|remainder|then)|[-(:])\s*(?:with\s|w/\s?))"
    r"(?:(?:the |our )?assistant |our |my )?$|\b(?:with|w/)\s?(?:(?:the |our )?assistant|our|my) $"
)
_TIMED_AHEAD = re.compile(r"\d\s?(?:min(?:ute)?s?|')\s?[-–,(]?\s?$")  # "TE 8 min - Rae: heel raises"
_TOLD_TO = re.compile(
    r"\b(?:discuss\w*|spoke|talked|conferr?\w*|review\w*|consult\w*|coordinat\w*|met|communicat\w*|check\w*|shared|agreed|not"
    r"|schedul\w*|return\w*|start\w*|next|cue[ds]?|without)\b[^.;]{0,24}$"
)
_LED_AWAY = re.compile(  # "Mark took her to the car after"
    r"\s(?:then )?(?:took|walked|brought|saw|led) (?:her|him|them|(?:the )?pt|(?:the )?patient) (?:to|out|back|down"
    r"|off|home|upstairs)\b"
    r"|\s(?:\w+ )?(?:on (?:mon|tue|wed|thu|fri|sat|sun)|next|last|tomorrow)"
)
_NEAR = 48  # signs before a name in which its minutes or a mark stand
_NO_NAME = re.compile(r"(?:L?PTA|C?OTA|SPT|OTS|PT|OT|SLP|ATC|[Aa]ide|[Tt]ech|[Ss]tudent|Mrs?|Ms|Dr)\.? $")


def by_first_names(
    document: Document, clinicians: Sequence[Clinician], lettered: Sequence[Performer]
) -> Iterator[Performer]:
    """What a helper did who is named there without letters; `lettered` are those read by their letters."""
    helpers = [one for one in clinicians if one.role in _HELPERS]
    if not helpers:
        return
    spans = [Span(one.start, one.end) for one in lettered]
    spans += [Span(run.start, run.end) for run in letters(document.text, *document.active)]
    taken = Covered([*spans, *(span for person in clinicians for span in person.spans)])
    for person in helpers:
        for name in _names_of(person, clinicians):
            for match in re.finditer(rf"(?<![\w'’-]){re.escape(name)}(?![\w'’-])", document.text):
                if not taken.meets(*match.span()) and _did(document, match):
                    yield _performer(document, match, person)


def _names_of(person: Clinician, clinicians: Sequence[Clinician]) -> Iterator[str]:
    """The first and the last name of a person, without those that another one here has."""
    others = {word for one in clinicians if one is not person for word in one.name.split()}
    words = person.name.replace(",", " ").split()
    for word in dict.fromkeys((words[0], words[-1]) if words else ()):
        if len(word) > 2 and word[1:].islower() and word not in others:
            yield word


def _did(document: Document, match: re.Match[str]) -> bool:
    """Whether a name opens a clause of the work that tells what the person did."""
    start, end = match.span()
    line = document.line_at(start)
    if not document.active.start <= start < document.active.end or document.region_at(start) in (*NOT_DONE, *SELDOM):
        return False
    ahead = document.folded[max(line.start, start - _NEAR) : start]
    if _NO_NAME.search(document.text, max(line.start, start - 10), start):
        return False
    if _LED_AWAY.match(document.folded, end) or _TOLD_TO.search(ahead):
        return False
    if _TIMED_AHEAD.search(ahead) and document.folded[end : end + 1] == ":":
        return True
    return bool(_BY.search(ahead) or (_OPENS.search(ahead) and DID.match(document.folded, end, line.end)))


def _performer(document: Document, match: re.Match[str], person: Clinician) -> Performer:
    line = document.line_at(match.start())
    ahead = document.folded[max(line.start, match.start() - _NEAR) : match.start()]
    minutes = minutes_with(document.folded, match.end(), line.end, ahead)
    there = supervised(document, match.start()) if person.role in ("student", "aide") else None
    after = taken_over_after(document.folded, match.end(), line.end)
    return Performer(*match.span(), person.role, person.name, minutes, there, discipline(person.credential), after)
