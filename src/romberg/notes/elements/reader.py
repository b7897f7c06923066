"""Reading which elements of documentation a note holds, each with the words that prove it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from romberg.notes.assertion import Zone
from romberg.notes.elements import activity
from romberg.notes.elements.counts import counted
from romberg.notes.elements.note import ELSEWHERE, Note, few, look
from romberg.notes.elements.response import response
from romberg.notes.elements.skill import necessity, needing_clinician, skilled
from romberg.notes.layout import Document
from romberg.visit import Clinician, Measure, Span, Treatment

_DURATION = re.compile(r"\d\s*(?:min(?:ute)?s?\b|'(?!')|:\d\d\s*(?:[ap]\.?m?\.?)?\s*(?:-|to|>|until)\s*\d{1,2}:\d\d)")
_MINUTES_FIRST = re.compile(r"min(?:ute)?s?\s*:?\s*\d")
_SPOKEN_DURATION = re.compile(
    r"\b(?:five|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty)"
    r"(?:[\s\-]\w+)?[\s\-]+minutes\b"
)
_UNSIGNED = re.compile(
    r"status: draft|draft,|\(draft|draft\)|unsigned|not signed|not yet signed|signature (?:pending|required|needed)"
    r"|not (?:yet )?(?:finali[sz]ed|authenticated|attested)"
    r"|(?:awaiting|pending|needs) signature"
)
_UNSIGNED_HINTS = (  # one of them stands in all that `_UNSIGNED` finds
    *("draft", "unsigned", "not signed", "not yet ", "not finali", "not authen", "not attest"),
    *("signature pend", "signature req", "signature need", "ing signature", "ds signature"),
)
# "Recertification: requested 05/21, unsigned as of today" speaks of another paper.
_OTHER_PAPER = re.compile(
    r"\b(?:cert\w*|recert\w*|poc|plan of care|orders?|script|rx|referral|consent|abn|lmn|letter)\b[^;\n]{0,60}$"
)
_SCHEDULE = re.compile(
    r"(?:\b|\bx\s?)\d\s*(?:-\s*\d)?\s*x?\s*(?:/|per\s+|a\s+|(?<=x)\s)\s*(?:wk|week)\b|\b\d\s?w\s?\d\b"
)
# "Back Tuesday.", "again Thu", "returns in 3 wks": the day of the next visit.
_COMING = re.compile(
    r"(?<!was )(?<!came )(?<!got )(?<!went )"
    r"\b(?:back|returns?|again|due|see(?:s|n)?|recheck|re-?eval\w*|re-?exam\w*)\s+(?:(?:on|in|next|for|this)\s+)?"
    r"(?:(?:mon|tue|wed|thu|fri|sat)[a-z]*\b|\d+\s*(?:days?|d|wks?|weeks?)\b|the\s+\d{1,2}(?:st|nd|rd|th)\b)"
    r"|\bnext\s+\d\s+(?:visits|sessions)|\bnext\s+(?:\w+\s+)?(?:on\s+)?\d{1,2}/\d"
    r"|\b(?:mon|tues?|wed|thurs?|fri|sat)(?:day)?(?:\s+again\b|\s*:)"
)
_BIDS = re.compile(r"\W*(?:add|try|start|begin|advance|wean|trial|introduce|bring|move\s+to|progress|order)\s+[a-z]")
_NO_WORK = ("declined", "planned", "prior visit")
_NO_PLAN = frozenset(("prior", "subjective", "history", "objective", "charges"))


def read(
    document: Document,
    treatments: tuple[Treatment, ...],
    measures: tuple[Measure, ...],
    clinicians: tuple[Clinician, ...],
    minutes_stated: bool,
    zones: Iterable[Zone] = (),
) -> dict[str, tuple[Span, ...]]:
    """For each element the words that prove it; empty where nothing does. `zones`: what is no work of today."""
    note = look(document, treatments, tuple(sorted((z.start, z.end) for z in zones if z.why in _NO_WORK)))
    ties = necessity(note)
    return {
        "assessment": note.part("assessment") or _judged(note) or _outside_of_goals(note, ties),
        "specific_activities": activity.specific(treatments),
        "duration": _duration(note, treatments, minutes_stated),
        "patient_response": response(note, measures),
        "measurable_outcome": tuple(span for measure in measures for span in measure.spans[:1]) or counted(note),
        "skilled_intervention": skilled(note, treatments),
        "medical_necessity": ties,
        "plan": note.part("plan") or _planned(note),
        "signature": _signature(document, clinicians),
    }


def _judged(note: Note) -> tuple[Span, ...]:
    """A clinician's judgement in a note without a part for it."""
    elsewhere = ELSEWHERE | {"subjective", "totals"}
    cues = chain(note.cues("assessment"), needing_clinician(note))
    return few(span for span, segment in note.outside(cues, elsewhere) if note.in_text(segment))


def _outside_of_goals(note: Note, ties: tuple[Span, ...]) -> tuple[Span, ...]:
    """What ties a deficit to a function is a judgement, where it is more than a goal."""
    return few(span for span, _ in note.outside(ties, ELSEWHERE))


def _duration(note: Note, treatments: tuple[Treatment, ...], minutes_stated: bool) -> tuple[Span, ...]:
    beside = tuple(span for t in treatments for span in t.minutes_spans)
    if beside:
        return beside
    regions = ELSEWHERE - {"charges", "plan", "signature"} if minutes_stated else ELSEWHERE | {"subjective"}
    folded = note.document.folded
    for pattern in (_DURATION, _MINUTES_FIRST, _SPOKEN_DURATION):
        if told := few(span for span, _ in note.outside(_spans(pattern, folded), regions)):
            return told
    return ()


def _spans(pattern: re.Pattern[str], folded: str) -> Iterator[Span]:
    return (Span(m.start(), m.end()) for m in pattern.finditer(folded))


def _planned(note: Note) -> tuple[Span, ...]:
    spans = [*note.cues("plan"), *_spans(_SCHEDULE, note.document.folded), *_spans(_COMING, note.document.folded)]
    told = few(span for span, segment in note.outside(spans, _NO_PLAN) if note.in_text(segment))
    return told or few(_bidden(note))


def _bidden(note: Note) -> Iterator[Span]:
    """A sentence behind the work that bids what comes: "Add sled.", "Try without the cane"."""
    for segment in note.document.segments:
        free = segment.start >= note.after and note.region(segment) == "header"
        if free and _BIDS.match(note.document.folded, segment.body, segment.end):
            yield Span(segment.body, segment.end)


def _signature(document: Document, clinicians: tuple[Clinician, ...]) -> tuple[Span, ...]:
    """Where those who signed stand; a note that calls itself a draft has no signature of a single clinician."""
    signed = tuple(span for clinician in clinicians if clinician.signed for span in clinician.spans)
    return () if len(clinicians) < 2 and _calls_itself_unsigned(document.folded) else signed


def _calls_itself_unsigned(folded: str) -> bool:
    if not any(hint in folded for hint in _UNSIGNED_HINTS):
        return False
    told = _UNSIGNED.finditer(folded)
    return any(not _OTHER_PAPER.search(folded, max(0, m.start() - 70), m.start()) for m in told)
