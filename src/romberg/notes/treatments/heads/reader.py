"""Every opening of a block of treatment, in the order of the note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from romberg.notes.layout import Segment
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.filling import leads
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.heads.clusters import Event, clusters
from romberg.notes.treatments.heads.making import head_of
from romberg.notes.treatments.heads.opening import opens
from romberg.notes.treatments.heads.undivided import undivided
from romberg.visit import Span

_FIELD_OPENS = 3  # signs of a line before the name of a field
_MEASURED = re.compile(r"\d[+-]?\s?/\s?5(?!\d)|\bw[nf]l\b|\bdeg\b|°|\b(?:fair|poor|normal|antalgic|intact|impaired)\b")


def heads(events: Events) -> list[Head]:
    """Every block opening of today's encounter, in order."""
    document = events.document
    found: list[Head] = []
    for segment, marks in groupby(events.marks, key=lambda mark: document.segment_at(mark[0])):
        if segment.region == "prior" or not document.active.start <= segment.start < document.active.end:
            continue
        found.extend(_of_segment(events, segment, marks))
    return _with_findings_that_are_timed(events, found)


def _of_segment(events: Events, segment: Segment, marks: Iterable[Event]) -> Iterator[Head]:
    read_to = 0  # how far the head before has taken words for itself
    claimed: tuple[Span, ...] = ()  # minutes further on that the head before has taken for its own
    for told in clusters(events, marks):
        cluster = _without(told, claimed)  # a belt named at the end of the work does not take its time
        if not cluster:
            continue
        start, end = cluster[0][0], cluster[-1][1]
        if start < read_to:
            continue
        if events.document.timed_blocks and _names_a_field(events, segment, start):
            continue
        if shared := undivided(events, segment, cluster):
            read_to = max(end, *(one.end for one in shared))
            yield from shared
            continue
        head = head_of(events, segment, cluster)
        if claimed and any(span in claimed for span in head.minutes_spans):
            head = head._replace(minutes=None, minutes_spans=())
        if events.is_taken(start, end, named=bool(head.label or head.code)):
            continue
        if events.why_not(start, end):
            yield head._replace(counts=False)
        elif opens(events, head):
            read_to = head.end
            claimed = tuple(span for span in head.minutes_spans if span.start >= head.end)
            yield head
        elif _is_bare_finding(events, head):
            yield head._replace(finding=True)


def _names_a_field(events: Events, segment: Segment, start: int) -> bool:
    """Whether a name is that of a field of the service above: "Activities:" under "NMR"."""
    line = events.document.lines[segment.line]
    return start - line.start - line.indent < _FIELD_OPENS and events.document.is_field(segment.line)


def _without(cluster: list[Event], claimed: tuple[Span, ...]) -> list[Event]:
    """The marks of a cluster without minutes that another head has; nothing where only those were told."""
    if not claimed:
        return cluster
    return [mark for mark in cluster if not any(a <= mark[0] < b for a, b in claimed)]


def _with_findings_that_are_timed(events: Events, found: list[Head]) -> list[Head]:
    """ "Manual: ..." in the exam part is treatment where a time log names the same service, and nothing is measured."""
    timed = {h.label for h in found if h.minutes is not None and h.counts and not h.finding}
    folded = events.document.folded
    kept = (h for h in found if not h.finding or h.label in timed)
    return [
        h._replace(finding=False)
        for h in kept
        if not h.finding or not _MEASURED.search(folded, h.end, events.document.line_at(h.start).end)
    ]


def _is_bare_finding(events: Events, head: Head) -> bool:
    folded, segment = events.document.folded, head.segment
    at_start = head.start - segment.body < 12 and leads(folded[segment.body : head.start])
    return (
        at_start
        and head.label is not None
        and segment.region == "objective"
        and bool(re.match(r"\s*[:\-]", folded[head.end : head.end + 3]))
    )
