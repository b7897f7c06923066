"""Minutes taken or left because they are what is missing to a total that the note states, or too much for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from romberg.notes.layout import Covered, Line
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.heads import between_them
from romberg.notes.treatments.proven import stated
from romberg.visit import Span

_REGIONS = ("header", "treatment", "objective")
_MARKS = " \t-*•>+.()[]0123456789#"
_OPENS = 30  # signs of a line within which its work is named
_MOST = 4  # lines that can be missing


def completed(events: Events, found: Sequence[Head]) -> list[Head]:
    """The heads, and those lines of timed work with which all minutes together are a total that the note states.

    Only one way may lead there: of two lines with the same minutes, none is taken.
    """
    sums = stated(events)
    known = sum(head.minutes or 0 for head in found if head.counts)
    if not sums or known == max(sums):
        return list(found)
    if known > max(sums):
        return _without_surplus(found, known - max(sums))
    lines = list(islice(_candidates(events, found), _MOST + 1))
    if not lines or len(lines) > _MOST:
        return list(found)
    ways = [
        some for size in range(1, len(lines) + 1) for some in combinations(lines, size) if _reaches(known, some, sums)
    ]
    return sorted([*found, *ways[0]], key=lambda head: head.start) if len(ways) == 1 else list(found)


def _without_surplus(found: Sequence[Head], surplus: int) -> list[Head]:
    """The heads without those nameless minutes that are too much for the total: the dose of an exercise under a sum."""
    bare = [head for head in found if head.counts and head.minutes and not (head.label or head.code)][: _MOST + 1]
    if len(bare) > _MOST:
        return list(found)
    some = (few for size in range(1, len(bare) + 1) for few in combinations(bare, size))
    ways = [few for few in some if sum(head.minutes or 0 for head in few) == surplus]
    return [head for head in found if head not in ways[0]] if len(ways) == 1 else list(found)


def _reaches(known: int, some: Sequence[Head], sums: frozenset[int]) -> bool:
    return known + sum(head.minutes or 0 for head in some) in sums


def _candidates(events: Events, found: Sequence[Head]) -> Iterator[Head]:
    """Lines of today with one time and work beside it, which no head has."""
    taken = Covered(span for head in found for span in head.minutes_spans)
    for line in events.document.lines:
        if not events.document.active.start <= line.start < events.document.active.end or line.start == line.end:
            continue
        times = [time for time in events.durations_in(line.start, line.end) if time.most is None]
        if len(times) != 1 or taken.meets(times[0].start, times[0].end):
            continue
        if head := _head(events, line, times[0].start, times[0].end, times[0].minutes):
            yield head


def _head(events: Events, line: Line, start: int, end: int, minutes: int) -> Head | None:
    segment = events.document.segment_at(line.start)
    folded = events.document.folded
    if segment.region not in _REGIONS or events.document.region_at(start) not in _REGIONS:
        return None
    if events.why_not(line.start, end) or events.is_taken(start, end) or between_them(folded, end):
        return None
    first = line.start + len(folded[line.start : line.end]) - len(folded[line.start : line.end].lstrip(_MARKS))
    named = next((m for m in events.mentions_in(first, first + 1) if m.label), None)
    where = (Span(start, end),)
    if named:
        return Head(
            named.start, named.end, segment, named.label, None, minutes, where, name=Span(named.start, named.end)
        )
    works = any(m.group for m in events.mentions_in(line.start, line.end))
    return Head(start, end, segment, minutes=minutes, minutes_spans=where) if works and start - first < _OPENS else None
