"""Marks on a page into lines of text as they stand there, and the box of each word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from romberg.formats.documents.pdf_columns import in_reading_order
from romberg.formats.documents.pdf_marks import Mark
from romberg.visit import Box

SAME_LINE = 0.45  # of a letter's height: so far may baselines differ (raised figures)
TOUCHING = 0.15  # of a letter's height: so far apart letters of one word may stand
COLUMN = 0.9  # of a letter's height: a gap so wide is a column's, not a word's
NEW_BLOCK = 1.9  # of a letter's height: so much deeper, and a blank line stands between
WIDEST = 400  # characters of a line's indent or gap
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line with the left and right side of each of its letters; blanks put in have none."""

    text: str
    sides: tuple[tuple[float, float] | None, ...]
    baseline: float
    height: float

    def words(self) -> Iterator[tuple[int, int, Box]]:
        """Start, end and box of each word."""
        for found in _WORD.finditer(self.text):
            inner = [side for side in self.sides[found.start() : found.end()] if side is not None]
            if inner:
                left, right = min(side[0] for side in inner), max(side[1] for side in inner)
                low, high = self.baseline - 0.22 * self.height, self.baseline + 0.78 * self.height
                yield found.start(), found.end(), (left, low, right, high)


def lines_of(marks: Sequence[Mark]) -> list[Line]:
    """The lines of a page from its top down, columns kept apart; empty lines where the page leaves room."""
    shown = [mark for mark in marks if mark.text.strip() and mark.height > 0]
    if not shown:
        return []
    left = min(mark.edges[0] for mark in shown)
    width = _letter_width(shown)
    lines: list[Line] = []
    for row, start in in_reading_order(list(_rows(shown))):
        line = _line(row, left if start is None else start, width)
        if lines and lines[-1].baseline - line.baseline > NEW_BLOCK * max(line.height, lines[-1].height):
            lines.append(Line("", (), line.baseline, line.height))
        lines.append(line)
    return lines


def _letter_width(marks: Sequence[Mark]) -> float:
    """The width of a usual letter on the page."""
    each = [(mark.edges[-1] - mark.edges[0]) / len(mark.text) for mark in marks]
    found = median(one for one in each if one > 0) if any(one > 0 for one in each) else 0.0
    return max(found, 1.0)


def _rows(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Marks that share a line, line by line."""
    row: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (-one.baseline, one.edges[0])):
        if row and row[0].baseline - mark.baseline > SAME_LINE * max(mark.height, row[0].height):
            yield row
            row = []
        row.append(mark)
    if row:
        yield row


def _line(row: list[Mark], left: float, width: float) -> Line:
    text: list[str] = []
    sides: list[tuple[float, float] | None] = []
    end, last = left, None
    for mark in sorted(row, key=lambda one: one.edges[0]):
        if last is not None and _again(last, mark):
            continue
        gap = mark.edges[0] - end
        blanks = _blanks(text, gap, mark, left, width)
        text += [" "] * blanks
        sides += [None] * blanks
        text += mark.text
        sides += list(zip(mark.edges, mark.edges[1:], strict=False))
        end, last = max(end, mark.edges[-1]), mark
    biggest = max(row, key=lambda one: len(one.text))
    return Line("".join(text).rstrip(), tuple(sides), biggest.baseline, biggest.height)


def _again(last: Mark, mark: Mark) -> bool:
    """Whether the same words are drawn once more in nearly the same place, to look bold."""
    near = abs(last.edges[0] - mark.edges[0]) < 0.25 * mark.height
    return near and last.text == mark.text and abs(last.baseline - mark.baseline) < 0.25 * mark.height


def _blanks(text: Sequence[str], gap: float, mark: Mark, left: float, width: float) -> int:
    """How many blanks stand before a mark: none within a word, one between words, the column's place after a gap."""
    place = min(WIDEST, round((mark.edges[0] - left) / width))
    if not text:
        return place
    if gap > COLUMN * mark.height:
        return min(WIDEST, max(2, place - len(text)))
    apart = gap > TOUCHING * mark.height and not text[-1].isspace() and not mark.text[0].isspace()
    return int(apart)
