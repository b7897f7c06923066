"""A grid without a column of minutes whose cells end in bare numbers that are the stated minutes: "Press | 3x10 6"."""

from __future__ import annotations

import re

from romberg.notes.treatments.events import Events
from romberg.notes.treatments.grids.row import Row, Table
from romberg.notes.treatments.proven import stated
from romberg.visit import Span

_CELL_ENDS = re.compile(r"(?:[^\n]*\s)?(?P<n>\d{1,2})(?:\s(?:\([^)\n]*\)|[a-z]{2,10}))?\s*")


def counted(events: Events, grid: Table) -> Table:
    """A grid without minutes, where bare numbers at the end of today's cells are a stated total: "Press | 3x10 6"."""
    if any(row.minutes and row.charged for row in grid.rows):
        return grid
    sums = stated(events)
    numbers = {row: number for row in grid.rows if row.done and row.charged and (number := _ends_cell(events, row))}
    coded = {row: number for row, number in numbers.items() if row.code}
    told = next((some for some in (coded, numbers) if sum(int(n["n"]) for n in some.values()) in sums), {})
    return grid._replace(rows=tuple(_timed(row, told.get(row)) for row in grid.rows)) if told else grid


def _ends_cell(events: Events, row: Row) -> re.Match[str] | None:
    return _CELL_ENDS.fullmatch(events.document.folded, *row.said[-1]) if row.said else None


def _timed(row: Row, number: re.Match[str] | None) -> Row:
    return row._replace(minutes=int(number["n"]), minutes_span=Span(*number.span("n"))) if number else row
