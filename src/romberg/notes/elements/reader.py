"""Reading which elements of documentation a note holds, each with the words that prove it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from romberg.notes.elements import activity
from romberg.notes.elements.note import ELSEWHERE, Note, few, look
from romberg.notes.elements.response import counted, response
from romberg.notes.elements.skill import necessity, needing_clinician, skilled
from romberg.notes.layout import Document
from romberg.visit import Clinician, Measure, Span, Treatment

_DURATION = re.compile(r"\d\s*(?:min(?:ute)?s?\b|'(?!')|:\d\d\s*(?:[ap]\.?m?\.?)?\s*(?:-|to|>|until)\s*\d{1,2}:\d\d)")
_MINUTES_FIRST = re.compile(r"min(?:ute)?s?\s*:?\s*\d")
_SPOKEN_DURATION = re.compile(
    r"\b(?:five|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty)"
    r"(?:[\s\-]\w+)?[\s\-]+minutes\b"
)
_UNSIGNED = (
    "status: draft",
    "draft,",
    "(draft",
    "draft)",
    "unsigned",
    "not signed",
    "not yet signed",
    "signature pending",
    "signature required",
    "signature needed",
    "awaiting signature",
    "pending signature",
    "needs signature",
)
_SCHEDULE = re.compile(r"\b\d\s*(?:-\s*\d)?\s*x?\s*(?:/|per\s+|a\s+)\s*(?:wk|week)\b|\b\d\s?w\s?\d\b")
_NO_PLAN = frozenset(("prior", "subjective", "history", "objective", "charges"))


def read(
    document: Document,
    treatments: tuple[Treatment, ...],
    measures: tuple[Measure, ...],
    clinicians: tuple[Clinician, ...],
    minutes_stated: bool,
) -> dict[str, tuple[Span, ...]]:
    """For each element the words that prove it; an empty tuple where nothing does."""
    note = look(document, treatments)
    return {
        "assessment": note.part("assessment") or _judged(note),
        "specific_activities": activity.specific(treatments),
        "duration": _duration(note, treatments, minutes_stated),
        "patient_response": response(note, measures),
        "measurable_outcome": tuple(span for measure in measures for span in measure.spans[:1]) or counted(note),
        "skilled_intervention": skilled(note),
        "medical_necessity": necessity(note),
        "plan": note.part("plan") or _planned(note),
        "signature": _signature(document, clinicians),
    }


def _judged(note: Note) -> tuple[Span, ...]:
    """A clinician's judgement in a note without a part for it."""
    elsewhere = ELSEWHERE | {"subjective", "totals"}
    cues = chain(note.cues("assessment"), needing_clinician(note))
    return few(span for span, segment in note.outside(cues, elsewhere) if note.in_text(segment))


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
    spans = list(note.cues("plan")) + [Span(m.start(), m.end()) for m in _SCHEDULE.finditer(note.document.folded)]
    return few(span for span, segment in note.outside(spans, _NO_PLAN) if note.in_text(segment))


def _signature(document: Document, clinicians: tuple[Clinician, ...]) -> tuple[Span, ...]:
    """Where those who signed stand; a note that calls itself a draft has no signature of a single clinician."""
    signed = tuple(span for clinician in clinicians if clinician.signed for span in clinician.spans)
    if len(clinicians) < 2 and any(words in document.folded for words in _UNSIGNED):
        return ()
    return signed
