"""Cutting a note into lines and sentences, each with the part of the note it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from romberg.notes.layout.closing import timed_blocks
from romberg.notes.layout.document import Document, Line, Segment
from romberg.notes.layout.encounters import encounters, today
from romberg.notes.layout.fold import fold, words_of
from romberg.notes.layout.segments import segments
from romberg.visit import Span


def cut(text: str, worked: frozenset[int] = frozenset()) -> Document:
    """The note in lines and sentences, each knowing its part: subjective, treatment, plan, another encounter.

    `worked` are numbers of lines that tell of treatment, whatever part they stand in.
    """
    folded = fold(text)
    lines = tuple(_lines(folded))
    found = encounters(folded, lines)
    active = found[today(folded, found)][0] if found else Span(0, len(text))
    spans = tuple(span for span, _ in found) or (active,)
    blocks = timed_blocks(folded, lines)
    told = tuple(segments(folded, text, lines, active, spans, blocks, worked)) or (
        Segment(0, len(text), "header", 0, 0),
    )
    starts = tuple(segment.start for segment in told)
    begins = tuple(line.start for line in lines)
    return Document(text, folded, lines, told, active, spans, starts, begins, words_of(folded), blocks)


def _lines(folded: str) -> Iterator[Line]:
    start = 0
    for raw in folded.split("\n"):
        stripped = raw.lstrip()
        yield Line(start, start + len(raw.rstrip()), len(raw) - len(stripped))
        start += len(raw) + 1
