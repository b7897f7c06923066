"""Segments as text: nothing that a person typed can end an element, and amounts are written as X12 wants them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from romberg.formats.x12.delimiters import Delimiters

# The extended set without the signs that commonly part data; what stands outside it is written as its nearest letter.
_EXTENDED = re.compile(r"[^A-Za-z0-9!\"&'()+,\-./;?= %@\[\]_{}\\|<>#$*:^~`]")
_LETTERS = {"ß": "ss", "Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Œ": "OE", "œ": "oe", "Þ": "Th"}
_STROKES = {"þ": "th", "Đ": "D", "đ": "d", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "..."}
_SPELLED = _LETTERS | _STROKES
_MOST_KEPT = 50_000
Element = str | tuple[str, ...]  # a value, or the parts of a composite


class Written(dict[Element, str]):
    """Elements as a file carries them, each worked out once: cleaned, composites put together.

    A file says the same codes, days and names over and over; looking them up costs a tenth of cleaning them.
    """

    def __init__(self, signs: Delimiters) -> None:
        super().__init__()
        self._signs = signs

    def __missing__(self, one: Element) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[one] = clean(one, self._signs) if isinstance(one, str) else self._composite(one)
        return found

    def _composite(self, parts: Sequence[str]) -> str:
        component = self._signs.component
        return component.join(clean(part, self._signs) for part in parts).rstrip(component)


def segments(signs: Delimiters) -> Callable[[Sequence[Element]], str]:
    """What makes a segment with its end of its elements, from its name on; empty ones at the end are left out."""
    element, end, written = signs.element, signs.segment, Written(signs).__getitem__

    def segment(row: Sequence[Element]) -> str:
        return element.join(map(written, row)).rstrip(element) + end

    return segment


def clean(text: str, signs: Delimiters) -> str:
    """A text as it may stand in an element: without accents; signs that part data and unprintable ones made blanks."""
    parts = signs.all()
    if text.isascii() and text.isprintable() and parts.isdisjoint(text):
        return " ".join(text.split())
    spelled = "".join(_SPELLED.get(sign, sign) for sign in text)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(sign))
    allowed = _EXTENDED.sub(" ", plain)
    return " ".join("".join(" " if sign in parts else sign for sign in allowed).split())


@lru_cache(_MOST_KEPT)
def amount(cents: int) -> str:
    """An amount in whole cents as X12 writes it: 33 for $33.00, 40.5 for $40.50, and a sign only where it is less."""
    whole, part = divmod(abs(cents), 100)
    shown = str(whole) + (f".{part:02}".rstrip("0") if part else "")
    return f"-{shown}" if cents < 0 else shown
