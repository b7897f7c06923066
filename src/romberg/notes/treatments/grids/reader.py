"""Every grid of today's encounter, from the line that heads its columns to the sums under its rows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from romberg.notes.layout import Document, Line
from romberg.notes.treatments.grids.cells import cells_of
from romberg.notes.treatments.grids.columns import Columns, columns_of, under_columns
from romberg.notes.treatments.grids.lines import continued, rows_of
from romberg.notes.treatments.grids.row import Row, Table
from romberg.notes.treatments.grids.summed import with_sums
from romberg.notes.treatments.grids.sums import Sum, is_sum, of_all, timed_or_total
from romberg.notes.treatments.grids.values import minutes_of
from romberg.visit import Span

_MOST_ROWS = 40


@lru_cache(maxsize=2)
def tables(document: Document) -> tuple[Table, ...]:
    """Every grid of today's encounter that lists activities with minutes, codes or dated columns."""
    found: list[Table] = []
    lines = [line for line in document.lines if document.active.start <= line.start < document.active.end]
    index = 0
    while index < len(lines):
        columns = columns_of(document, lines[index])
        if columns and "today" in columns.names and _sums_minutes(document, lines[index + 1 : index + 1 + _MOST_ROWS]):
            columns = columns._replace(counts_minutes=True)
        rows = list(continued(document, rows_of(document, lines[index + 1 :], columns))) if columns else []
        sums = tuple(_sums(document, lines[index + 1 :], columns, rows)) if columns and rows else ()
        if sums or any(row.minutes is not None or row.code for row in rows):
            last = max(row.cell.end for row in rows)
            found.append(Table(Span(lines[index].start, last), tuple(with_sums(document.folded, rows)), sums))
            index += sum(1 for line in lines[index:] if line.start <= last)
        else:
            index += 1
    return tuple(found)


def _sums_minutes(document: Document, lines: list[Line]) -> bool:
    """Whether the rows under a header end in a sum of minutes: "min timed | 26 | 41"."""
    for line in lines:
        if line.start + line.indent >= line.end:
            return False
        if of_all(document.folded, line):
            return True
    return False


def _sums(document: Document, lines: list[Line], columns: Columns, rows: list[Row]) -> Iterator[Sum]:
    """Today's minutes of the rows that sum up a grid: with a column for each day, or with one of minutes.

    In a column of minutes only what its rows come to is their sum.
    """
    name = "today" if "today" in columns.names else "minutes"
    known = sum(row.minutes or 0 for row in rows)
    for line in lines:
        if line.start + line.indent >= line.end or name not in columns.names:
            return
        cells = cells_of(document, line)
        if len(cells) < 2 or not is_sum(document.folded, line):
            continue
        today = under_columns(document, line, cells, columns).get(name)
        minutes, span = minutes_of(document.folded, today, bare=True) if today else (None, None)
        timed = timed_or_total(document.folded, *cells[0])
        if minutes is not None and span and timed is not None and (name == "today" or minutes == known):
            yield Sum(timed, minutes, span)
