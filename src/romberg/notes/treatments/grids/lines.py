"""The lines of a grid as its rows: a code can hold for several, and a row can be of two people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from romberg.notes.layout import Document, Line
from romberg.notes.treatments.grids.cells import Cell, cells_of
from romberg.notes.treatments.grids.columns import HANDS, Columns, under_columns
from romberg.notes.treatments.grids.from_cells import CODE, UNTICKED, row_of
from romberg.notes.treatments.grids.row import Row
from romberg.notes.treatments.grids.sums import is_sum
from romberg.visit import Span

_ONLY_CODE = re.compile(r"\s*(?:\d{1,3} ?/ ?)?(9\d{4}|g0283|2056[01])(?: ?/ ?\d{1,3})?\s*")
_LEADING_CODE = re.compile(r"\s*(?:[☑☒✓✔]\s*|\[x\]\s*|[\[(])?(?:[a-z][a-z &/.-]{0,30}?\s)?(9\d{4}|g0283|2056[01])\b")
_RULES = frozenset("|-+=: ")
_DEEP = 6  # signs by which a line is set in that goes on with the row above it


def rows_of(document: Document, lines: list[Line], columns: Columns) -> Iterator[Row]:
    """The rows under a grid's head, down to the line that is none of it."""
    code: str | None = None
    inset = 0  # rows that begin further in belong to the code above them
    for line in lines:
        text = document.folded[line.start : line.end]
        if not text.strip() or (columns.barred and "|" not in text and "  " in text.strip()):
            return
        if set(text) <= _RULES or is_sum(document.folded, line):
            continue
        if columns.by_place and (heading := CODE.fullmatch(text.strip())):
            code = heading[1].upper()
            continue
        cells = cells_of(document, line)
        if len(cells) == 1 and (UNTICKED.match(text) or line.indent > _DEEP) and len(columns.names) == 2:
            continue  # a line of the form that nobody ticked, or one that goes on with the row above it
        if not _fits(cells, columns):
            return
        placed = under_columns(document, line, cells, columns)
        if "of_assistant" in columns.names:
            yield from _of_hands(document, placed, line)
            continue
        row = row_of(document, placed, line, columns.counts_minutes)
        row = row._replace(said=tuple(_said(placed, columns))) if row else None
        if row and "code" not in columns.names and (opened := _LEADING_CODE.match(document.folded, *row.activity)):
            code, inset = opened[1].upper(), line.indent + len(opened[1])
            rest = _behind(document, row.activity, opened.end())
            row = row._replace(activity=rest) if rest.start < rest.end else row if row.minutes is not None else None
        elif line.indent < inset:
            code = None
        if row:
            yield row._replace(code=row.code or _lone_code(document, cells) or code)


def _fits(cells: list[Cell], columns: Columns) -> bool:
    """Whether a line has as many cells as a row under these columns can have."""
    count = len(columns.names)
    if columns.by_place:
        return 2 <= len(cells) <= 2 * count
    return min(3, count) <= len(cells) <= count + 1


def _of_hands(document: Document, placed: dict[str, Cell], line: Line) -> Iterator[Row]:
    """A row once for each person who has minutes in it: "hip strengthening | 8 | 15" under "PT min | PTA min"."""
    for name, role in HANDS:
        row = row_of(document, {**placed, "minutes": placed[name]}, line, True) if name in placed else None
        if row and row.minutes:
            opened = _LEADING_CODE.match(document.folded, *row.activity)
            rest = _behind(document, row.activity, opened.end()) if opened else row.activity
            code = row.code or (opened[1].upper() if opened else None)
            yield row._replace(role=role, code=code, activity=rest if rest.start < rest.end else row.activity)


def _lone_code(document: Document, cells: list[Cell]) -> str | None:
    """The code that fills a cell of a row under no heading of its own."""
    told = (_ONLY_CODE.fullmatch(document.folded, start, end) for start, end in cells)
    return next((found[1].upper() for found in told if found), None)


def continued(document: Document, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows with the code of the row above where they go on with it: it has a code, and they have its minutes."""
    above: Row | None = None
    for row in rows:
        goes_on = above and above.code and not row.code and row.minutes is not None and _waits(document, above)
        if above:
            yield above._replace(done=True) if goes_on else above
        above = row._replace(code=above.code) if above and goes_on else row
    if above:
        yield above


def _waits(document: Document, row: Row) -> bool:
    """Whether the cell of a row's minutes is there and empty."""
    last = row.said[-1:] if len(row.said) > 1 else ()
    return row.minutes is None and any(not document.folded[a:b].strip() for a, b in last)


def _said(placed: dict[str, Cell], columns: Columns) -> Iterator[Span]:
    """The cells that tell of today's work; of several columns of doses nobody knows which is today's."""
    for name in ("activity", "dose", "minutes", "today"):
        if name in placed and (name != "dose" or columns.names.count("dose") == 1):
            yield Span(*placed[name])


def _behind(document: Document, activity: Span, start: int) -> Span:
    """What stands behind a code in the same cell."""
    rest = document.text[start : activity.end]
    return Span(start + len(rest) - len(rest.lstrip(" -:])")), activity.end)
