"""Rows of a grid without codes, allotted to services whose minutes the note sums up beside it: "NMR 22   ADL 16"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from romberg.notes.interventions import group_codes
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.grids.row import Row, Table

_NUMBER = re.compile(r"[\s:=(|.-]{1,8}(\d{1,3})(?:\s?(?:min(?:ute)?s?\b\.?|'))?\)?")
_BETWEEN = re.compile(r"[\s,;|/&+*•.-]*(?:(?:and|sum|sums|total|totals|by code|minutes|min|per code)\b[\s:,-]*)*")
_NEAR = 3  # lines from the grid within which its sums stand
_MOST_ROWS, _FEWEST_ROWS = 16, 3
_SAME_AS_ABOVE = 20  # what a row's words weigh less than: that rows of one service stand together

_Weights = Sequence[Mapping[str, int]]
_Ways = dict[tuple[tuple[int, ...], str], tuple[int, tuple[str, ...]]]  # what is left, the last service; weight, way


def allotted(events: Events, grid: Table) -> Table:
    """The grid with the codes of its rows, where sums by service beside it come to the minutes of its rows.

    Each row goes where its words point, as far as the sums allow; a grid that writes a code is left as it is.
    """
    done = [row for row in grid.rows if row.done and row.minutes]
    if any(row.code for row in grid.rows) or not _FEWEST_ROWS <= len(done) <= _MOST_ROWS:
        return grid
    minutes = [row.minutes or 0 for row in done]
    sums = next((found for found in _sums_beside(events, grid) if sum(found.values()) == sum(minutes)), None)
    codes = allot(minutes, [_weights(events, row) for row in done], sums) if sums else None
    if codes is None:
        return grid
    given = dict(zip(map(id, done), codes, strict=True))
    return grid._replace(rows=tuple(row._replace(code=given.get(id(row), row.code)) for row in grid.rows))


def allot(minutes: Sequence[int], weights: _Weights, sums: Mapping[str, int]) -> tuple[str, ...] | None:
    """A service for each row, so that every sum is met and the words of rows speak for theirs the most.

    `minutes` and `weights` (by code) have one entry for each row; None where no way meets the sums. Of equal ways the
    one that keeps rows of a service together is taken.
    """
    names = tuple(sums)
    best: _Ways = {(tuple(sums.values()), ""): (0, ())}
    for spent, speaks in zip(minutes, weights, strict=True):
        further: _Ways = {}
        for (left, last), (weight, way) in best.items():
            for index, name in enumerate(names):
                if left[index] < spent:
                    continue
                rest = (*left[:index], left[index] - spent, *left[index + 1 :])
                value = weight + speaks.get(name, 0) + (_SAME_AS_ABOVE if name == last else 0)
                if value > further.get((rest, name), (-1, ()))[0]:
                    further[rest, name] = (value, (*way, name))
        best = further
    met = [one for (left, _), one in best.items() if not any(left)]
    return max(met, default=(0, None))[1]


def _weights(events: Events, row: Row) -> dict[str, int]:
    """How much the words of a row speak for each code."""
    found: dict[str, int] = {}
    for mention in events.mentions_in(*row.activity):
        for code, weight in group_codes(mention.group).items() if mention.group else ():
            found[code] = found.get(code, 0) + weight
    return found


def _sums_beside(events: Events, grid: Table) -> list[dict[str, int]]:
    """The lines next to a grid that name services with minutes and nothing else."""
    lines = events.document.lines
    first, last = (events.document.segment_at(at).line for at in grid.span)
    near = [*range(last + 1, last + 1 + _NEAR), *range(first - 1, first - 1 - _NEAR, -1), *range(last, first, -1)]
    told = (_sums_of(events, lines[index].start, lines[index].end) for index in near if 0 <= index < len(lines))
    return [sums for sums in told if len(sums) > 1]


def _sums_of(events: Events, start: int, end: int) -> dict[str, int]:
    """The services of a line with the number behind each; none where the line says anything else."""
    folded, found, at = events.document.folded, {}, start
    for mention in events.mentions_in(start, end):
        name = mention.label or mention.code
        if not name or mention.start < at:
            continue
        number = _NUMBER.match(folded, mention.end, end)
        between = _BETWEEN.match(folded, at, mention.start)
        if number is None or name in found or between is None or between.end() != mention.start:
            return {}
        found[name], at = int(number[1]), number.end()
    rest = _BETWEEN.match(folded, at, end)
    return found if rest and rest.end() == end else {}
