"""The day beside each signature: behind it on its line or the next, else before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from romberg.notes.dates import Found, dates
from romberg.notes.layout import Document
from romberg.visit import Clinician, Span
from romberg.visit.record import SignatureDay

_BEHIND, _BEFORE = 70, 60  # signs
_USUAL = re.compile(r"(?<!\d)(?:20)?\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}")


def read(document: Document, clinicians: Sequence[Clinician]) -> tuple[SignatureDay, ...]:
    """Each signature that has a day, in the order of the people."""
    found = ((one, _day(document, one)) for one in clinicians if one.signed)
    return tuple(SignatureDay(one.name, one.role, day.value, (Span(day.start, day.end),)) for one, day in found if day)


def _day(document: Document, person: Clinician) -> Found | None:
    """The day at the last place where the person stands with one."""
    return next((day for span in reversed(person.spans) for day in _beside(document, span)), None)


def _beside(document: Document, span: Span) -> Iterator[Found]:
    line = document.line_at(span.end - 1)
    behind = min(len(document.folded), span.end + _BEHIND)
    stop = document.folded.find("\n", line.end + 1)  # a signature may go on in the next line
    yield from _days(document.folded, span.end, min(behind, stop if stop >= 0 else behind))
    start = document.line_at(span.start).start
    yield from reversed(list(_days(document.folded, max(start, span.start - _BEFORE), span.start)))


def _days(folded: str, start: int, end: int) -> Iterator[Found]:
    """The days of a short stretch, from its first figure of a day on: most have one like 03/12/2026."""
    first = _USUAL.search(folded, start, end)
    return dates(folded, first.start() if first else start, end)
