"""A time for each exercise of a list under a service that has none itself: the service has all of them together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from romberg.notes.layout import Line
from romberg.notes.minutes.durations import Duration
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.proven import stated
from romberg.visit import Span

BULLET = re.compile(r"\s*(?:[-*•>+o](?=\s)|\d{1,2}[.)]\s|\[x?\])")
_NUMBER = re.compile(r"(?:\s{2,}|\.{2,}|\|)\s*(?P<n>\d{1,2})[\s|]*\Z")
_TITLE = re.compile(r"[\s:.\-=()]*\Z")
_FEWEST = 2  # lines with a time each


def with_sums(events: Events, found: list[Head]) -> list[Head]:
    """The heads, those over such a list with its sum; the times of single exercises open no blocks of their own.

    "Manual therapy:" over "  patellar glides 5 min" and "  overpressure 6 min" has 11 minutes.
    """
    lists = {head: under for head in found if (under := _timed_lines(events, head, _closing_time))}
    if not lists or _are_doses(events, found, lists):
        lists = _numbered(events, found)
    if not lists:
        return found
    lines = {line: None for under in lists.values() for line in under}
    kept = (head for head in found if head.label or head.code or events.document.line_at(head.start) not in lines)
    return [_with_sum(head, list(lists[head].values())) if head in lists else head for head in kept]


def _with_sum(head: Head, times: Sequence[Duration]) -> Head:
    spans = tuple(Span(time.start, time.end) for time in times)
    return head._replace(minutes=sum(time.minutes for time in times), minutes_spans=spans, adds_up=True)


def _are_doses(events: Events, found: Sequence[Head], lists: Mapping[Head, Mapping[Line, Duration]]) -> bool:
    """Whether such times are no service's: a plank of one minute, or more than the note states altogether."""
    told = [sum(time.minutes for time in under.values()) for under in lists.values()]
    others = sum(head.minutes or 0 for head in found if head.counts and (head.label or head.code))
    sums = stated(events)
    if sum(told) + others in sums:
        return False
    return min(told) < _LEAST or (bool(sums) and sum(told) + others > max(sums))


_LEAST = 8  # minutes of a service, where no total bears them out


def _numbered(events: Events, found: Sequence[Head]) -> dict[Head, dict[Line, Duration]]:
    """The lists with a column of bare numbers, where they are a stated total with the other services' minutes."""
    sums = stated(events)
    if not sums:
        return {}
    lists = {head: under for head in found if (under := _timed_lines(events, head, _closing_number))}
    others = sum(head.minutes or 0 for head in found if head.counts and (head.label or head.code))
    told = others + sum(time.minutes for under in lists.values() for time in under.values())
    return lists if told in sums else {}


_Closing = Callable[[Events, Head, Line], Duration | None]


def _timed_lines(events: Events, named: Head, closing: _Closing) -> dict[Line, Duration]:
    """The lines of work under a service without minutes, with the time that ends each; none where one has no time."""
    if not (named.counts and named.minutes is None and (named.label or named.code)) or not _is_title(events, named):
        return {}
    times = {line: closing(events, named, line) for line in _under(events, named)}
    told = {line: time for line, time in times.items() if time}
    return told if len(told) == len(times) >= _FEWEST else {}


def _is_title(events: Events, named: Head) -> bool:
    line = events.document.lines[named.segment.line]
    return bool(_TITLE.match(events.document.folded[named.end : line.end]))


def _under(events: Events, named: Head) -> Iterator[Line]:
    """The deeper or bulleted lines below a service."""
    document, index = events.document, named.segment.line
    opened = document.lines[index]
    for line in document.lines[index + 1 :]:
        hangs = line.indent > opened.indent or BULLET.match(document.folded, line.start, line.end)
        if line.end == line.start or not hangs or document.region_at(line.start) != named.segment.region:
            return
        yield line


def _closing_time(events: Events, named: Head, line: Line) -> Duration | None:
    """The time that ends a line which tells work of no other service."""
    times = [time for time in events.durations_in(line.start, line.end) if time.most is None]
    if not times or events.document.folded[times[-1].end : line.end].strip(" .;)"):
        return None
    return times[-1] if _is_of(events, named, line.start, times[-1].start) else None


def _closing_number(events: Events, named: Head, line: Line) -> Duration | None:
    """The number in a column of its own that ends such a line."""
    number = _NUMBER.search(events.document.folded[line.start : line.end])
    if not number or not _is_of(events, named, line.start, line.start + number.start()):
        return None
    start, end = number.span("n")
    return Duration(line.start + start, line.start + end, int(number["n"]), "minutes")


def _is_of(events: Events, named: Head, start: int, end: int) -> bool:
    """Whether words tell something, and name no other service."""
    told = events.mentions_in(start, end)
    others = any((m.label or m.code) not in (None, named.label, named.code) for m in told)
    return bool(events.document.folded[start:end].strip(" -*•>+o()")) and not others
