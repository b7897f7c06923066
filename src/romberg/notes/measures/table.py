"""Rows of a table of results: which cell is today's."""

from __future__ import annotations

import re
from typing import NamedTuple

from romberg.notes.layout import Document, Line
from romberg.notes.measures.vocabulary import every_form

_CELL = re.compile(r"\S(?:.*?\S)??(?=\s{2,}|\s*\||\s*$)")
_COLUMN = re.compile(
    r"(?P<earlier>(?:initial\s+)?eval(?:uation)?|initial|baseline|i\.?e\.?|soc|start|prior|prev(?:ious)?|last(?:\s+\w+)?"
    r"|pre|first|then|before|admission|admit|intake|at start|was|old)\b|"
    r"(?P<now>re-?\s?eval(?:uation)?|re-?assess\w*|today|current|discharge|d/?c|end|final|now|this visit|post|latest"
    r"|present)\b|"
    r"(?P<goal>goals?|target|norms?|normal|mcid|mdc|cut-?off|change|diff\w*|ltg|stg|status|max|comments?|notes?"
    r"|interpretation)\b|"
    r"(?P<side>right|left|rt?|lt?|inv\w*|uninv\w*|affected|unaffected)\b\.?$|"
    r"(?P<date>\d{1,2}[/\-]\d{1,2}(?:[/\-]\d{2,4})?|20\d\d-\d\d-\d\d)"
)
_CODE = re.compile(r"\b9[27](?!750)\d{3}(?:-\w\w)*\s*(?:\||\]|$|\s{2,})")
_LOOK_BACK = 14
_SET_IN = 4  # signs by which a column may begin before the name of a row ends
_LONGEST_ROW = 2_000  # signs; a longer line is a text


class Cell(NamedTuple):
    """A cell of a row with what its column says: earlier, now, goal or "", a side, a date."""

    start: int
    end: int
    when: str
    side: str | None
    dated: str | None


class _Column(NamedTuple):
    start: int
    end: int
    kind: str
    text: str


def cells(document: Document, name_start: int, name_end: int) -> tuple[Cell, ...]:
    """The cells behind a name that opens a table row; empty where the line is no row with columns named above it."""
    line = document.line_at(name_start)
    if line.end - line.start > _LONGEST_ROW:
        return ()
    rest = document.text[name_end : line.end]
    if "  " not in rest and "|" not in rest and "\t" not in rest:
        return ()
    folded = _ruled(document, line)
    first = _CELL.search(folded)
    at = name_end - line.start
    if not first or first.end() < at or not re.search(r"\s{2,}\S|\|", folded[at:]):
        return ()
    if folded[:at].count(":") and any(sign.isdigit() for sign in folded[at : first.end()]):
        return ()  # "C: 10MWT 0.81 m/s.  5xSTS 15 s" tells, whatever the columns above
    columns = _columns(document, line.start)
    if not columns:
        return ()
    row = [m for m in _CELL.finditer(folded) if m.start() >= at and m.group().strip("|")]
    behind = [column for column in columns if column.start >= at - _SET_IN]
    if "|" not in folded and len(behind) == len(row):  # as many as are named: in their order, whatever their place
        found = [_cell(folded, line.start, match, (column,)) for match, column in zip(row, behind, strict=True)]
    else:
        found = [_cell(folded, line.start, match, columns) for match in row]
    return tuple(cell for cell in found if cell)


def is_of_work(document: Document, at: int) -> bool:
    """Whether a row carries the code of a service: what stands in it is treatment, no result."""
    line = document.line_at(at)
    return _CODE.search(document.folded, line.start, line.end) is not None


def _columns(document: Document, start: int) -> tuple[_Column, ...]:
    """The columns of the nearest line above that names two or more."""
    above = [line for line in document.lines if line.end < start][-_LOOK_BACK:]
    for line in reversed(above):
        text = _ruled(document, line)
        if ("  " not in text.strip() and "|" not in text) or _opens_row(text):
            continue
        columns = tuple(c for m in _CELL.finditer(text) if (c := _column(text, m)))
        if sum(c.kind != "" for c in columns) >= 2:
            return columns
    return ()


def _ruled(document: Document, line: Line) -> str:
    """A line of the folded note, tabs as column rules."""
    text = document.folded[line.start : line.end]
    if "\t" not in document.text[line.start : line.end]:
        return text
    return "".join(
        "|" if raw == "\t" else char for raw, char in zip(document.text[line.start : line.end], text, strict=True)
    )


def _opens_row(text: str) -> bool:
    """Whether a line is itself a row of results: a measure's name opens it, or pain, whose 7/10 is no day."""
    first = _CELL.search(text)
    if first and "pain" in first.group():
        return True
    return bool(first and every_form().places(first.group(), 0, len(first.group())))


def _column(text: str, match: re.Match[str]) -> _Column | None:
    words = match.group().strip("| ")
    start = match.start() + match.group().find(words)
    if not words:
        return None
    known = _COLUMN.match(words) if len(words) < 30 else None
    kind = known.lastgroup or "" if known else ""
    if kind == "date" and re.search(r"today|current|d/?c|discharge", words):
        kind = "now"
    return _Column(text.count("|", 0, start) if "|" in text else start, start + len(words), kind, words)


def _cell(folded: str, line_start: int, match: re.Match[str], columns: tuple[_Column, ...]) -> Cell | None:
    raw = match.group()
    start = match.start() + len(raw) - len(raw.lstrip("| "))
    if "|" in folded:
        at = folded.count("|", 0, start)
        column = next((c for c in columns if c.start == at), None)
    else:
        at = start
        column = min(columns, key=lambda c: min(abs(c.start - at), abs(c.end - at - len(raw))))
    if column is None or start >= match.end():
        return None
    when = {"earlier": "earlier", "now": "now", "goal": "goal"}.get(column.kind, "")
    side = column.text[0] if column.kind == "side" and column.text[0] in "rl" else None
    return Cell(
        line_start + start, line_start + match.end(), when, side, column.text if column.kind == "date" else None
    )
