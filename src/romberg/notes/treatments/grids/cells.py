"""The cells of a line: parted by bars, tabs, strokes, rows of dots, or gaps of two signs."""

from __future__ import annotations

import re

from romberg.notes.layout import Document, Line

_TABS, _BARS = re.compile(r"\t"), re.compile(r"\s*\|\s*")  # what parts cells
_GAPS = re.compile(r"\s{2,}|(?<=[^\s-])\s(?=(?:9\d{4}|G0283|2056[01])\s{2})")  # a long name meets its code
_STROKES, _FEWEST_STROKES = re.compile(r" / "), 2
_DOTS = re.compile(r"\s*\.{3,}\s*|\s\.{1,2}\s|\s{2,}")  # "Seated heel raise ...... 6 ... 97110"
Cell = tuple[int, int]


def cells_of(document: Document, line: Line) -> list[Cell]:
    """The cells of a line, each from where to where."""
    text = document.text[line.start : line.end]
    split = _parted_by(text)
    cells, at = [], 0 if split is _TABS else len(text) - len(text.lstrip(" "))
    for match in split.finditer(text):
        if match.end() <= at:
            continue
        if match.start() > at or match.group().strip() or match.group() == "\t":
            cells.append((line.start + at, line.start + match.start()))
        at = match.end()
    if at < len(text):
        cells.append((line.start + at, line.end))
    if text.lstrip().startswith("|") and cells:
        cells = cells[1:]
    return cells


def _parted_by(text: str) -> re.Pattern[str]:
    if "\t" in text:
        return _TABS
    if "|" in text:
        return _BARS
    return _STROKES if is_stroked(text) else _DOTS if "..." in text else _GAPS


def is_stroked(text: str) -> bool:
    """Whether a line is parted in cells by strokes: "4 / R stance on half roll / 4x30 s / 97112 / 8"."""
    return text.count(" / ") >= _FEWEST_STROKES and "  " not in text.strip()
