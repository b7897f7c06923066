"""A visit told along the clock: lines that give only when each thing began, or how many minutes into the visit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from romberg.notes.layout import Document
from romberg.notes.minutes.durations import Duration

_BEGINS = re.compile(
    r"[ \t•*>(-]*(?P<time>(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?:\s?[ap]\.?m?\b\.?)?)[ \t]*[):=-]{0,2}[ \t]*(?=[a-z(])"
    r"(?!(?:to|until|till?|thru|through|and)\b)"
)
_ENDS = re.compile(
    r"[ \t]*(?:the\s|of\s|session\s|visit\s|tx\s|treatment\s|pt\s|patient\s|all\s)*"
    r"(?:end(?:ed|s)?|done|finish(?:ed)?|stop(?:ped)?|out|left|over|leaves|departed|discharged|home|completed?)\b"
)
_INTO = re.compile(r"[ \t•*>(-]*(?P<told>min(?:ute)?s?\.?\s+(?P<a>\d{1,3})\s?(?:-|to)\s?(?P<b>\d{1,3}))(?![\d:/x%])")
_BETWEEN = 5  # lines between two beginnings, at most
_SHORTEST, _LONGEST = 2, 120  # minutes
_FEWEST = 3  # beginnings, the end among them
_HALF_A_DAY = 720


class _Begin(NamedTuple):
    """A line that opens with a time: its number, the minute of the half day, and where the time and its words stand."""

    line: int
    minute: int
    start: int
    end: int
    words: int


def along_the_clock(document: Document) -> Iterator[Duration]:
    """The time of each thing that a log gives by its beginning alone: "9:00 manual", "9:15 exercise", "9:40 end"."""
    for run in _runs(list(_begins(document))):
        if len(run) >= _FEWEST and _ENDS.match(document.folded, run[-1].words):
            yield from (_until(one, following) for one, following in pairwise(run))
    yield from _into_the_visit(document)


def _begins(document: Document) -> Iterator[_Begin]:
    first, last = document.active
    for at, line in enumerate(document.lines):
        if not first <= line.start < last:
            continue
        sign = document.folded[line.start + line.indent : line.start + line.indent + 1]
        told = _BEGINS.match(document.folded, line.start, line.end) if sign and not sign.isalpha() else None
        if told:
            minute = (60 * int(told["h"]) + int(told["m"])) % _HALF_A_DAY
            yield _Begin(at, minute, *told.span("time"), told.end())


def _runs(begins: Sequence[_Begin]) -> Iterator[list[_Begin]]:
    """Beginnings near one another, each later than the one before it."""
    run: list[_Begin] = []
    for one in begins:
        if run and not (one.line - run[-1].line <= _BETWEEN and _SHORTEST <= _later(run[-1], one) <= _LONGEST):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _later(one: _Begin, other: _Begin) -> int:
    return (other.minute - one.minute) % _HALF_A_DAY


def _until(one: _Begin, following: _Begin) -> Duration:
    return Duration(one.start, one.end, _later(one, following), "clock")


def _into_the_visit(document: Document) -> Iterator[Duration]:
    """Stretches of a visit's own minutes, from the first on: "min 0-12 foam stance", "min 12-27 gait"."""
    if document.words.isdisjoint(("min", "mins", "minutes")):
        return
    found = [m for line in document.lines if (m := _INTO.match(document.folded, line.start, line.end))]
    bounds = [int(bound) for m in found for bound in m.group("a", "b")]
    if len(found) > 1 and bounds[0] == 0 and bounds == sorted(bounds):
        yield from (Duration(*m.span("told"), int(m["b"]) - int(m["a"]), "clock") for m in found)
