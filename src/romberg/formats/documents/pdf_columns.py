"""Pages set in two columns of running words: the left one is read before the right one.

Only prose is read so. A table or a form has columns too, and there a line belongs together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from romberg.formats.documents.pdf_marks import Mark

GUTTER = 0.9  # of a letter's height: the least width of the blank stripe between two columns
FEWEST_LINES = 8  # that have words on both sides of the stripe
MOST = 0.6  # of the lines of the shorter column stand beside one of the other: fewer, and there are no two columns
LEAST_LETTERS = 25  # of a usual line in either column
FILLED = 0.7  # of its column, by a usual line: prose fills its lines, cells do not
BROKEN_OFF = 0.5  # of the left lines end in the middle of a sentence: prose runs on, cells end

Row = list[Mark]


@dataclass(frozen=True, slots=True)
class _Sides:
    """A line cut at the stripe."""

    left: tuple[Mark, ...]
    right: tuple[Mark, ...]
    crossed: bool


def in_reading_order(rows: Sequence[Row]) -> Iterator[tuple[Row, float | None]]:
    """The lines as they are read: those of a page in two columns left first, all others as they stand.

    With each comes where its column begins, from which its indent is counted; None for the page's own left side.
    """
    at = _stripe(rows)
    cut = [_cut(row, at) for row in rows] if at is not None else []
    if at is None or not _is_prose(cut, at):
        yield from ((row, None) for row in rows)
        return
    zone: list[_Sides] = []
    for row, sides in zip(rows, cut, strict=True):
        if sides.crossed:
            yield from _in_order(zone)
            zone = []
            yield row, None
        else:
            zone.append(sides)
    yield from _in_order(zone)


def _in_order(zone: Sequence[_Sides]) -> Iterator[tuple[Row, float | None]]:
    yield from ((list(one.left), None) for one in zone if one.left)
    rights = [list(one.right) for one in zone if one.right]
    start = min((mark.edges[0] for row in rights for mark in row), default=0.0)
    yield from ((row, start) for row in rights)


def _stripe(rows: Sequence[Row]) -> float | None:
    """Where the blank stripe between two columns would be: in the gap that most lines have near the middle."""
    if len(rows) < FEWEST_LINES:
        return None
    left = min(mark.edges[0] for row in rows for mark in row)
    right = max(mark.edges[-1] for row in rows for mark in row)
    middle = (left + right) / 2
    gaps = [gap for row in rows if (gap := _gap(row, middle, (right - left) / 4)) is not None]
    return median(gaps) if len(gaps) >= FEWEST_LINES else None


def _gap(row: Row, middle: float, near: float) -> float | None:
    """The middle of a line's widest gap, where that is near the page's middle."""
    marks = sorted(row, key=lambda one: one.edges[0])
    end, widest, found = marks[0].edges[-1], 0.0, None
    for mark in marks[1:]:
        width = mark.edges[0] - end
        if width > max(widest, GUTTER * mark.height):
            widest, found = width, (mark.edges[0] + end) / 2
        end = max(end, mark.edges[-1])
    return found if found is not None and abs(found - middle) <= near else None


def _cut(row: Row, at: float) -> _Sides:
    left = tuple(mark for mark in row if mark.edges[-1] <= at)
    right = tuple(mark for mark in row if mark.edges[0] >= at)
    return _Sides(left, right, len(left) + len(right) < len(row))


def _is_prose(cut: Sequence[_Sides], at: float) -> bool:
    both = [one for one in cut if one.left and one.right and not one.crossed]
    shorter = min(sum(bool(one.left) for one in cut), sum(bool(one.right) for one in cut))
    if len(both) < max(FEWEST_LINES, MOST * shorter):
        return False
    lefts, rights = [_words(one.left) for one in both], [_words(one.right) for one in both]
    if min(median(len(one) for one in lefts), median(len(one) for one in rights)) < LEAST_LETTERS:
        return False
    start = min(mark.edges[0] for one in both for mark in one.left)
    end = max(mark.edges[-1] for one in both for mark in one.right)
    column = median(min(mark.edges[0] for mark in one.right) for one in both)
    filled = median((max(mark.edges[-1] for mark in one.left) - start) / (at - start) for one in both)
    also = median((max(mark.edges[-1] for mark in one.right) - column) / max(1.0, end - column) for one in both)
    running = sum(one[-1:] not in ".:;?!|" and not one[-1:].isdigit() for one in lefts) / len(lefts)
    return min(filled, also) >= FILLED and running >= BROKEN_OFF


def _words(marks: Sequence[Mark]) -> str:
    return "".join(mark.text for mark in sorted(marks, key=lambda one: one.edges[0])).strip()
