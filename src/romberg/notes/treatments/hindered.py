"""Activities that are named and were not done: "Leg press seat stuck", "Proposed dry needling", "massage at work"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from romberg.notes.assertion import Zone
from romberg.notes.interventions import Mention
from romberg.notes.layout import Covered, Document
from romberg.notes.minutes.durations import Duration
from romberg.notes.treatments.hints import hints
from romberg.visit import Span, Why

_REGIONS = ("header", "treatment", "objective", "totals")
_END = re.compile(  # opens with a set of signs, to which a search skips quickly
    r"[;|.ab](?:(?<=[;|])|(?<=\.)\s|(?<!\w.)(?:(?<=a)nd|(?<=b)ut) (?:did|then|worked|continued)\b)"
)
_JUDGES = re.compile(r"\b(?:needs?|needed to|requires?|so that|in order to|back to|goal is|aim is|opinion)\b")
_WHY: dict[str, Why] = {"ahead": "planned", "elsewhere": "history", "others": "other person"}
_SHOWS_WORK = re.compile(
    r"\d\s?(?:x|reps?|sets?|lbs?|#|kg|ft|feet|sec|s\b|laps?|m\b|%|mph|steps?|trials?|rounds?)|\d/\d"
    r"|\b(?:x\s?\d|(?:min|mod|max)\s?a\b|[cs]ba\b|cga\b|cu(?:e|es|ed|eing|ing)\b|assist(?:ed|ance)?\b|guard\w*)"
)


def hindered(
    document: Document, mentions: Sequence[Mention], times: Sequence[Duration], known: Sequence[Zone]
) -> list[Zone]:
    """The clauses that name an activity, show no work on it, and tell what kept it from being done.

    Those of which it is `known` already that they tell nothing of today are left out.
    """
    aside = Covered(Span(zone.start, zone.end) for zone in known)
    folded, starts, when = document.folded, [one.start for one in mentions], [one.start for one in times]
    found = []
    for at, end in _clauses(document, starts):
        if bisect_left(when, at) < bisect_left(when, end) or _SHOWS_WORK.search(folded, at, end):
            continue
        if aside.meets(at, end):
            continue
        told = next((kind for kind, _ in hints("hindered.yaml").told(folded, at, end)), None)
        if told and not _JUDGES.search(folded, at, end):
            found.append(Zone(at, end, _WHY.get(told, "declined")))
    return found


def _clauses(document: Document, starts: Sequence[int]) -> list[tuple[int, int]]:
    """The clauses of today's work that name something, each once."""
    found: dict[tuple[int, int], None] = {}
    for at in starts:
        told = document.segment_at(at)
        if told.region not in _REGIONS or (found and at < next(reversed(found))[1]):
            continue
        before = [mark.end() for mark in _END.finditer(document.folded, told.body, at)]
        behind = _END.search(document.folded, at, told.end)
        start, end = before[-1] if before else told.body, behind.start() if behind else told.end
        found[start, end] = None
    return list(found)
