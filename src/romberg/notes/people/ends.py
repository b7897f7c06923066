"""Where to look for people: today's encounter, and its last lines."""

from __future__ import annotations

from romberg.notes.layout import Document
from romberg.visit import Span

_LAST_LINES = 6


def stretches(document: Document) -> tuple[Span, ...]:
    """Today's encounter, with the head of the file where it stands apart."""
    first = document.encounters[0].start
    if len(document.encounters) > 1 and first:
        return (Span(0, first), document.active)
    return (document.active,)


def end_begins(document: Document) -> int:
    """Where the last lines of today's encounter begin: names with a date are signatures from here on."""
    begin, end = document.active
    lines = [line for line in document.lines if begin <= line.start < end and line.end > line.start + line.indent]
    if len(lines) <= 2:
        return lines[-1].start if lines else begin
    return lines[max(2, len(lines) - _LAST_LINES)].start
