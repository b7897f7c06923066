"""Where a note's words came from when its file is no plain text, where on the page they stand, what was not read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from romberg.visit.span import Span
from romberg.visit.visit import BilledLine

Box = tuple[float, float, float, float]  # left, bottom, right, top in points from the page's lower left corner


@dataclass(frozen=True, slots=True)
class Gap:
    """Something of a file that was not read. `grave`: it may hold words of the note, so that nothing is judged whole.

    What is not grave is told; a small picture `may_sign`, and leaves the question of the signature open.
    """

    says: str
    grave: bool
    may_sign: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page, which is counted from 1."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Places:
    """Where on its pages each word of an extracted text stands, word by word in the text's order.

    `sizes` holds width and height of each page in points, as a reader sees the page (turned pages turned).
    """

    spans: tuple[Span, ...]
    pages: tuple[int, ...]
    boxes: tuple[Box, ...]
    sizes: tuple[tuple[float, float], ...]

    def of(self, span: Span) -> tuple[Place, ...]:
        """The boxes behind a span, one for each line that it touches; a part of a word gives its part of the box."""
        found: list[Place] = []
        for page, box in self._words(span):
            last = found[-1] if found else None
            if last and last.page == page and _same_line(last.box, box):
                found[-1] = Place(page, _around(last.box, box))
            else:
                found.append(Place(page, box))
        return tuple(found)

    def page(self, at: int) -> int | None:
        """The page on which the word at a place of the text stands; None before the first word."""
        index = bisect_right(self.spans, at, key=lambda span: span.start) - 1
        return self.pages[index] if index >= 0 else None

    def _words(self, span: Span) -> Iterator[tuple[int, Box]]:
        index = max(0, bisect_right(self.spans, span.start, key=lambda one: one.start) - 1)
        while index < len(self.spans) and self.spans[index].start < span.end:
            word = self.spans[index]
            if word.end > span.start:
                yield self.pages[index], _cut(self.boxes[index], word, span)
            index += 1


def _cut(box: Box, word: Span, span: Span) -> Box:
    """The part of a word's box that a span covers, as if all its letters were equally wide."""
    left, bottom, right, top = box
    each = (right - left) / max(1, word.end - word.start)
    start, end = max(word.start, span.start), min(word.end, span.end)
    return (left + each * (start - word.start), bottom, left + each * (end - word.start), top)


def _same_line(one: Box, other: Box) -> bool:
    return other[0] >= one[0] and min(one[3], other[3]) - max(one[1], other[1]) > 0.5 * min(
        one[3] - one[1], other[3] - other[1]
    )


def _around(one: Box, other: Box) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))


@dataclass(frozen=True, slots=True)
class Document:
    """The words of a file that is no plain text, and what its structure says beside them.

    `text` is what was extracted; all spans of a report are places in it. `service_date` and `billed` come from
    structured data beside the words (a message's segments, a claim's items, columns of charges); `dated_by` and
    `billed_by` say from which. A `service_date` is used only where the words carry none. `patient` is what the
    structure calls the patient by (a number, or a name); empty where it says nothing.
    """

    text: str
    kind: str  # "pdf", "docx", "rtf", "html", "cda", "fhir", "hl7", "csv", "json"
    gaps: tuple[Gap, ...] = ()
    places: Places | None = None
    service_date: date | None = None
    dated_by: str = ""
    billed: tuple[BilledLine, ...] | None = None
    billed_by: str = ""
    patient: str = ""

    @property
    def partial(self) -> bool:
        """Whether a part of the file that may hold words of the note was not read."""
        return any(gap.grave for gap in self.gaps)
