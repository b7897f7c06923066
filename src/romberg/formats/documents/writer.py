"""Puts the words of a document into lines, as a person would copy them: paragraphs, list items, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from romberg.formats.documents.limits import LARGEST_TEXT
from romberg.formats.documents.refused import too_much

LONGEST_CELL = 300  # characters; a longer cell holds paragraphs, and its row is no row of figures
BULLET = "- "
DEEPEST = 30  # tables in tables
MOST_COLUMNS = 60
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# Control signs that nobody writes: Windows' quotation marks and dashes that were taken for Latin-1 on their way.
_MEANT = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_BLANK_LINES = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+(?=\n)")
_TRAILING = re.compile(r"[ \t\xa0]+$", re.MULTILINE)


def clean(text: str) -> str:
    """Text without signs that no note holds: one kind of line end, no control signs, no halves of characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return _CONTROL.sub("", text.translate(_MEANT))


def tidy(text: str) -> str:
    """Clean text with at most one blank line on end, none around it, and no blanks at the ends of lines."""
    text = _TRAILING.sub("", clean(text))
    return _BLANK_LINES.sub("\n", text).strip("\n")


@dataclass(slots=True)
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    outer: list[str] = field(default_factory=list)


class Writer:
    """Collects words into lines; a table's rows are written when the table ends."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._tables: list[_Table] = []
        self._length = 0

    def words(self, text: str) -> None:
        """Words as they stand, within a line."""
        if not text:
            return
        self._length += len(text)
        if self._length > LARGEST_TEXT:
            raise too_much("text")
        self._parts.append(text)

    def space(self) -> None:
        """One blank, unless there is one, or the line is still empty."""
        if self._parts and not self._parts[-1].endswith((" ", "\n", "\t")):
            self._parts.append(" ")

    def line(self) -> None:
        """The line ends here, unless it has just begun."""
        if self._parts and not self._parts[-1].endswith("\n") and self._parts[-1] is not BULLET:
            self.words("\n")

    def item(self) -> None:
        """What follows is an item of a list."""
        self.line()
        self.words(BULLET)

    def end_line(self) -> None:
        """The line ends here, also where it is empty: a blank line is part of the layout."""
        self.words("\n")

    def paragraph(self) -> None:
        """A blank line stands before what follows."""
        self.line()
        if self._parts and self._parts[-1] is not BULLET:
            self.words("\n")

    def open_table(self) -> None:
        """What follows stands in rows and cells, until the table is closed."""
        if len(self._tables) >= DEEPEST:
            raise too_much("tables within tables")
        self.line()
        self._tables.append(_Table(outer=self._parts))
        self._parts = []

    def open_row(self) -> None:
        """A new row of the table; outside of a table, a new line."""
        if self._tables:
            self._tables[-1].rows.append([])
        else:
            self.line()

    def close_cell(self, columns: int = 1) -> None:
        """The words since the last cell are one cell, which spans so many columns."""
        if not self._tables:
            self.space()
            return
        table = self._tables[-1]
        if not table.rows:
            table.rows.append([])
        room = MOST_COLUMNS - len(table.rows[-1])
        table.rows[-1].append(tidy("".join(self._parts)).strip())
        table.rows[-1] += [""] * max(0, min(columns - 1, room))
        self._parts = []

    def close_table(self) -> None:
        """The table is whole: its rows become lines."""
        if self._tables:
            loose = tidy("".join(self._parts)).strip()
            table = self._tables.pop()
            self._parts = table.outer
            for line in (*rows_as_lines(table.rows), *([loose] if loose else [])):
                self.line()
                self.words(line)
            self.line()

    def text(self) -> str:
        """Everything written so far, tidied; tables left open are closed."""
        while self._tables:
            self.close_table()
        return tidy("".join(self._parts))


def rows_as_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table as lines: three columns and more between bars, a label and its value beside each other, prose below."""
    filled = [row for row in rows if any(row)]
    tabular = max((len(row) for row in filled), default=0) >= 3
    return [line for row in filled for line in _row(row, tabular)]


def _row(row: Sequence[str], tabular: bool) -> list[str]:
    short = all("\n" not in cell and len(cell) <= LONGEST_CELL for cell in row)
    if tabular and short:
        return [f"| {' | '.join(row)} |"]
    held = [cell for cell in row if cell]
    if len(held) <= 2 and "\n" not in "".join(held):
        return [(" " if held[0].endswith(":") else "  ").join(held)]
    return held
