"""Pages of a PDF bound into documents: one for each visit, where a file holds the printed notes of several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from romberg.formats.documents.attached import Parts
from romberg.formats.documents.beside import day
from romberg.formats.documents.leavings import Leavings
from romberg.formats.documents.pdf_lines import Line
from romberg.formats.documents.writer import clean
from romberg.visit import Box, Document, Places, Span

HEAD = 14  # lines at the top of a page within which a note names its day
_DAY = re.compile(
    r"\b(?:date of service|date of visit|service date|visit date|session date|treatment date|encounter date|d\.?o\.?s)"
    r"\.?\s*[:#]?\s{0,12}(\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)
_UNSEEN = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)), " ")


@dataclass(slots=True)
class Leaf:
    """One page as read: its lines, its width and height, and what of it was not read."""

    number: int
    lines: list[Line] = field(default_factory=list)
    size: tuple[float, float] = (0.0, 0.0)
    left: Leavings = field(default_factory=Leavings)


def bound(leaves: Sequence[Leaf], left: Leavings) -> Parts:
    """The documents that the pages make up. What is missing of the file as a whole is missing of each."""
    sizes = tuple((round(leaf.size[0], 1), round(leaf.size[1], 1)) for leaf in leaves)
    made: Parts = []
    for number, pages in enumerate(_visits(leaves), 1):
        missing = Leavings()
        missing.take(left)
        for leaf in pages:
            missing.take(leaf.left)
        text, places = _Text().of(pages, sizes)
        if text.strip() or missing.gaps():
            made.append((f"visit-{number}", Document(text, "pdf", missing.gaps(), places)))
    return made


def _visits(leaves: Sequence[Leaf]) -> Iterator[list[Leaf]]:
    """Runs of pages: a new one begins where the top of a page names another day of service than the pages before."""
    run: list[Leaf] = []
    current: date | None = None
    for leaf in leaves:
        named = _named_day(leaf)
        if run and named and current and named != current:
            yield run
            run = []
        run.append(leaf)
        current = named or current
    if run:
        yield run


def _named_day(leaf: Leaf) -> date | None:
    found = _DAY.search("\n".join(line.text for line in leaf.lines[:HEAD]))
    return day(found[1]) if found else None


class _Text:
    """The text of some pages, and where each word of it stands."""

    def __init__(self) -> None:
        self._length = 0
        self._lines: list[str] = []
        self._spans: list[Span] = []
        self._pages: list[int] = []
        self._boxes: list[Box] = []

    def of(self, pages: Sequence[Leaf], sizes: tuple[tuple[float, float], ...]) -> tuple[str, Places]:
        """The text of the pages with a blank line between them, and its places."""
        for leaf in pages:
            if leaf.lines and self._lines:
                self._put("")
            for line in leaf.lines:
                for start, end, box in line.words():
                    self._spans.append(Span(self._length + start, self._length + end))
                    self._pages.append(leaf.number)
                    self._boxes.append((round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)))
                self._put(line.text)
        return "\n".join(self._lines), Places(tuple(self._spans), tuple(self._pages), tuple(self._boxes), sizes)

    def _put(self, line: str) -> None:
        """Add a line without signs that no note holds, and without moving any other sign."""
        kept = clean(line)
        self._lines.append(kept if len(kept) == len(line) else line.translate(_UNSEEN))
        self._length += len(line) + 1
