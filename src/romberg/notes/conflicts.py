"""Statements of a note about its time that cannot all be true. They are shown, never averaged."""

from __future__ import annotations

import re

from romberg.notes.charges import Totals
from romberg.notes.layout import Document
from romberg.notes.minutes.durations import durations
from romberg.visit import Conflict, Span

# Time inside the visit that was no treatment, and that the note does not say it left out.
_INTERRUPTED = re.compile(
    r"\b(?:fire drill|fire alarm|power (?:cut|outage)|interrupted|left the room|phone call|bathroom|nurse visit)"
    r"\b[^.\n]{0,60}"
)
_LEFT_OUT = re.compile(
    r"\bnot (?:counted|timed|included|in|billed)\b|\bexcluded\b|\bminus\b|\bdoes not count\b|\bunbilled\b|\bare not\b"
)


def conflicts(document: Document, stated: Totals) -> tuple[Conflict, ...]:
    """The contradictions among stated totals, clock times and interruptions, each with its words."""
    visit = _visit_span(document) if stated.total_minutes is not None else None
    found = [_timed_above_total(stated)]
    if visit:
        found += [_beyond_clock(visit, stated), _interrupted(document, visit, stated)]
    return tuple(conflict for conflict in found if conflict)


def _timed_above_total(stated: Totals) -> Conflict | None:
    timed, total = stated.timed_minutes, stated.total_minutes
    if timed is None or total is None or timed <= total:
        return None
    says = f"{timed} timed minutes are stated within {total} minutes of treatment in all"
    return Conflict("timed exceeds total", says, stated.timed_spans + stated.total_spans)


# The first letter stands first, so that the search skips to it; what must not stand before it is asked after.
_VISIT_CLOCK = re.compile(
    r"[tsvia](?<!\w.)(?:(?<=t)(?:ime(?: in)?|reatment time)|(?<=s)(?:ession|een|tart\w*)"
    r"|(?<=v)isit|(?<=i)n|(?<=a)rriv\w+)\b[\s:]*(?=\d{1,2}:?\d{2})"
    r"[^\n]{0,60}"
)


def _visit_span(document: Document) -> tuple[int, Span] | None:
    """The clock span of the whole visit, where one stands in the head of the note."""
    for match in _VISIT_CLOCK.finditer(document.folded, document.active.start, document.active.end):
        if document.region_at(match.start()) in ("header", "totals", "charges"):
            spans = [d for d in durations(document.folded, match.start(), match.end()) if d.kind == "clock"]
            if spans:
                return spans[0].minutes, Span(spans[0].start, spans[0].end)
    return None


def _beyond_clock(visit: tuple[int, Span], stated: Totals) -> Conflict | None:
    if stated.total_minutes is None or stated.total_minutes <= visit[0] + 1:
        return None
    says = f"{stated.total_minutes} minutes of treatment are stated in a visit of {visit[0]} minutes by the clock"
    return Conflict("clock and total", says, (*stated.total_spans, visit[1]))


def _interrupted(document: Document, visit: tuple[int, Span], stated: Totals) -> Conflict | None:
    """An interruption inside a visit whose stated treatment fills all of its clock time."""
    if stated.total_minutes is None or stated.total_minutes < visit[0]:
        return None
    for match in _INTERRUPTED.finditer(document.folded, document.active.start, document.active.end):
        clocks = durations(document.folded, match.start(), match.end())
        line = document.line_at(match.start())
        sure = (
            _LEFT_OUT.search(document.folded, line.start, line.end)
            and "?" not in document.folded[line.start : line.end]
        )
        if clocks and not sure:
            lost, total = clocks[0].minutes, stated.total_minutes
            says = f"{lost} minutes of interruption lie inside {total} stated minutes of treatment"
            return Conflict("excluded time inside", says, (Span(match.start(), match.end()), *stated.total_spans))
    return None
