"""The clock in the words of a service: its times, minutes beside them that say otherwise, and services that overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from romberg.coding.procedure import Procedure
from romberg.facts.values import VisitSource
from romberg.notes.minutes.durations import Interval, durations, intervals

_BESIDE = 5  # signs between a clock and minutes that speak of the same time: "10:00-10:23 (30 min)"
_LEEWAY = 1  # minutes: a clock that is read to the minute
_SHARED = ("group", "unattended", "cotreatment", "not billed")


def clock_facts(procedures: Sequence[Procedure], folded: str) -> dict[str, Any]:
    """Whether the words of a service give its times, and how its minutes contradict them."""
    found = list(_times(procedures, folded))
    return {
        "has_clock_times": bool(found) if procedures else None,
        "clock_says": next((told for one in found if (told := _contradicted(one, folded))), None),
    }


def _times(procedures: Sequence[Procedure], folded: str) -> Iterator[Interval]:
    for one in procedures:
        for span in one.whole:
            yield from intervals(folded, span.start, span.end)


def _contradicted(time: Interval, folded: str) -> str | None:
    """What stands beside the times of a line that has one such stretch and one figure of minutes."""
    clock = folded[time.start : time.end].rstrip()
    start, end = folded.rfind("\n", 0, time.start) + 1, folded.find("\n", time.start + len(clock))
    line = folded[start : end if end >= 0 else len(folded)]
    beside = durations(line, 0, len(line))
    told = [one for one in beside if one.kind != "clock"]
    if len(told) != 1 or len(beside) != 2 or told[0].most is not None:
        return None
    at = time.start - start
    if min(abs(told[0].start - at - len(clock)), abs(at - told[0].end)) > _BESIDE:
        return None  # minutes of one activity within the service
    by_clock, written = time.finish - time.begin, told[0].minutes
    if abs(by_clock - written) <= _LEEWAY:
        return None
    return f"{written} minutes beside {clock}, which is {by_clock}"


def overlaps(source: VisitSource, folded: str) -> list[str]:
    """Services of one patient whose one-to-one times run into one another; a span that holds another is a session."""
    timed = [one for one in source.coded.procedures if one.timed and not any(flag in one.flags for flag in _SHARED)]
    found = [(one.code, times[0]) for one in timed if len(times := list(_times([one], folded))) == 1]
    return [
        f"{code} {folded[mine.start : mine.end].strip()} and {other} {folded[theirs.start : theirs.end].strip()}"
        for (code, mine), (other, theirs) in combinations(found, 2)
        if mine.start != theirs.start
        and mine.begin < theirs.finish - _LEEWAY
        and theirs.begin < mine.finish - _LEEWAY
        and not _holds(mine, theirs)
    ]


def _holds(one: Interval, other: Interval) -> bool:
    inside = one.begin <= other.begin and other.finish <= one.finish
    around = other.begin <= one.begin and one.finish <= other.finish
    return (inside or around) and (one.begin, one.finish) != (other.begin, other.finish)
