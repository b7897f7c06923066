"""Where in the note a thing is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of the note, from `start` up to but not including `end`, in characters of the text as given."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the note with their place; `text` is exactly what stands at the first span."""

    text: str
    spans: tuple[Span, ...]


_SIGN = re.compile(r"[^\n]")


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with dots in place of some stretches, which no reader reads; lines and offsets stay as they are."""
    for start, end in spans:
        text = text[:start] + _SIGN.sub("·", text[start:end]) + text[end:]
    return text


def quote(text: str, start: int, end: int) -> Quote:
    """The words of `text` between two offsets, without the blanks around them."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return Quote(text[start:end], (Span(start, end),))
