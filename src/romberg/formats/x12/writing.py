"""Segments as text: nothing that a person typed can end an element, and amounts are written as X12 wants them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from romberg.formats.x12.delimiters import Delimiters

# The extended set without the signs that commonly part data; what stands outside it is written as its nearest letter.
_EXTENDED = re.compile(r"[^A-Za-z0-9!\"&'()+,\-./;?= %@\[\]_{}\\|<>#$*:^~`]")
_LETTERS = {"ß": "ss", "Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Œ": "OE", "œ": "oe", "Þ": "Th"}
_STROKES = {"þ": "th", "Đ": "D", "đ": "d", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "..."}
_SPELLED = _LETTERS | _STROKES
Element = str | Sequence[str]


def clean(text: str, signs: Delimiters) -> str:
    """A text as it may stand in an element: without accents; signs that part data and unprintable ones made blanks."""
    if text.isascii() and text.isprintable() and not any(sign in text for sign in signs.all()):
        return " ".join(text.split())
    spelled = "".join(_SPELLED.get(sign, sign) for sign in text)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(sign))
    allowed = _EXTENDED.sub(" ", plain)
    return " ".join("".join(" " if sign in signs.all() else sign for sign in allowed).split())


def segment(elements: Sequence[Element], signs: Delimiters) -> str:
    """A segment with its end: elements from its name on, composites as sequences; empty ones at the end left out."""
    written = [one if isinstance(one, str) else _composite(one, signs) for one in elements]
    while written and not written[-1]:
        written.pop()
    return signs.element.join(written) + signs.segment


def _composite(parts: Sequence[str], signs: Delimiters) -> str:
    return signs.component.join(parts).rstrip(signs.component)


def amount(cents: int) -> str:
    """An amount in whole cents as X12 writes it: 33 for $33.00, 40.5 for $40.50, and a sign only where it is less."""
    whole, part = divmod(abs(cents), 100)
    shown = str(whole) + (f".{part:02}".rstrip("0") if part else "")
    return f"-{shown}" if cents < 0 else shown
