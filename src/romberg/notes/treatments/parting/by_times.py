"""A visit parted by its times alone: those that together are the stated minutes, and the text around each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from romberg.notes.minutes.durations import Duration
from romberg.notes.treatments.activities import is_dose
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.heads import between_them

_REGIONS = ("header", "treatment", "objective", "response", "assessment", "totals")
_FEWEST, _MOST = 1, 12  # times of a visit
_SHORTEST, _LONGEST = 3, 120  # minutes of a service
_LEFT_OUT = 3  # times that may be no service's
_NEAR = 30  # signs between two tellings of one time
_PARTS = re.compile(r"[.;]\s+|,?\s(?:and\s+)?(?:then|next)\s+|,\s+(?:and\s+)?|\s/\s|\s\|\s|\s+\+\s+")


class Part(NamedTuple):
    """A time with the stretch of text that it is the time of."""

    time: Duration
    start: int
    end: int


def parts_by_times(events: Events, minutes: int) -> list[Part]:
    """The visit in as many parts as it has times that together are `minutes`; none where there are two ways."""
    return _parts(events, _that_add_up(_times(events, minutes), minutes))


def _times(events: Events, minutes: int) -> list[Duration]:
    """The times in the note that could be a service's, each once."""
    document = events.document
    found: list[Duration] = []
    for time in events.durations:
        if time.most is not None or not _SHORTEST <= time.minutes <= _LONGEST:
            continue
        if document.region_at(time.start) not in _REGIONS or is_dose(document.folded, time):
            continue
        if events.is_taken(time.start, time.end) or events.why_not(time.start, time.end):
            continue
        if between_them(document.folded, time.end):
            continue
        again = found and time.minutes == found[-1].minutes and time.start - found[-1].end < _NEAR
        if not again or time.kind == found[-1].kind:
            found.append(time)
    session = [time for time in found if time.kind == "clock" and time.minutes >= minutes]
    return [time for time in found if time not in session]


def _that_add_up(times: Sequence[Duration], minutes: int) -> tuple[Duration, ...]:
    """Of all times as many as come to the stated minutes; none where there are two ways."""
    if not _FEWEST <= len(times) <= _MOST:
        return ()
    for size in range(len(times), max(_FEWEST, len(times) - _LEFT_OUT) - 1, -1):
        ways = [some for some in combinations(times, size) if sum(t.minutes for t in some) == minutes]
        if ways:
            return ways[0] if len(ways) == 1 else ()
    return ()


def _parts(events: Events, times: Sequence[Duration]) -> list[Part]:
    """The text around the times, parted between each and the next."""
    if not times:
        return []
    cuts = [(_between(events, one, other)) for one, other in pairwise(times)]
    starts = [_opening(events, times[0]), *(cut for cut in cuts)]
    ends = [*(cut for cut in cuts), _ending(events, times[-1])]
    return [
        Part(time, start, min(end, _ending(events, time)) if end > time.end else end)
        for time, start, end in zip(times, starts, ends, strict=True)
    ]


def _opening(events: Events, time: Duration) -> int:
    """Where the part of the first time begins: with its line, or behind the heading that opens it."""
    document = events.document
    start = max(document.line_at(time.start).start, document.segment_at(time.start).body)
    return _paragraph(events, time) if _is_alone(events, time) else start


def _is_alone(events: Events, time: Duration) -> bool:
    """Whether a time is all that its line tells, and none is below, so that it is that of what stands above."""
    line = events.document.line_at(time.start)
    if _ending(events, time) > line.end:
        return False
    return not any(m.group or m.label or m.code for m in events.mentions_in(line.start, line.end))


def _paragraph(events: Events, time: Duration) -> int:
    """Where the lines above a time begin that belong to it: behind an empty line, another part or another time."""
    document = events.document
    at, region = document.segment_at(time.start).line, document.region_at(time.start)
    start = document.lines[at].start
    for above in reversed(document.lines[:at]):
        other = document.region_at(above.start) != region or events.durations_in(above.start, above.end)
        if above.end == above.start or other:
            break
        start = max(above.start, document.segment_at(above.start).body)
    return start


def _between(events: Events, one: Duration, other: Duration) -> int:
    """Where the part of one time ends and that of the next begins."""
    line = events.document.line_at(other.start)
    if line.start > one.end:
        return _ending(events, one) if _is_alone(events, other) else line.start
    folded = events.document.folded
    marks = [m.end() for m in _PARTS.finditer(folded, one.end, other.start)]
    closes = _closes(events, one, other)
    if not marks:
        return one.end if closes else other.start
    return marks[0] if closes else max(marks[-1], events.document.segment_at(other.start).start)


def _closes(events: Events, one: Duration, other: Duration) -> bool:
    """Whether the work of a time stands before it: nothing is told between it and the first mark behind it."""
    folded = events.document.folded
    mark = _PARTS.search(folded, one.end, other.start)
    stop = mark.start() if mark else other.start
    return not any(m.group or m.label for m in events.mentions_in(one.end, stop)) and ":" not in folded[one.end : stop]


def _ending(events: Events, time: Duration) -> int:
    """How far the part of a time reaches at most: its line, and the deeper or bulleted ones under it."""
    document = events.document
    at = document.segment_at(time.start).line
    line, region = document.lines[at], document.region_at(time.start)
    end = line.end
    for below in document.lines[at + 1 :]:
        other = document.region_at(below.start) not in (region, "treatment")
        if below.end == below.start or below.indent <= line.indent or other:
            break
        end = below.end
    return end
