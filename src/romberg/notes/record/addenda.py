"""What was added to a note later: its day, its signature, and whether it tells the time anew."""

from __future__ import annotations

import re

from romberg.notes.dates import first_date
from romberg.notes.layout import Document, amended_from
from romberg.notes.people.signatures import SIGN
from romberg.visit import Span
from romberg.visit.record import Addendum

_TIME = re.compile(r"\b\d{1,3}\s*(?:min\w*\b|units?\b|')|\b(?:timed|total)\b[^.\n]{0,20}\d|\bx\s?\d\s*(?:units?|u)\b")
_BY = re.compile(r"\bby\b|,\s*(?:pta?|cota|ota|ot|otr(?:/l)?|slp|ccc-slp|dc|md|do|dpt|cfy?)\b")


def read(document: Document) -> Addendum | None:
    """The addendum of today's encounter; None where it has none."""
    start, end = amended_from(document.folded, document.active), document.active.end
    if start >= end:
        return None
    words = document.folded[start:end]
    found = first_date(words)
    signed = bool(SIGN.search(words) or _BY.search(words))
    return Addendum((Span(start, end),), found.value if found else None, signed, bool(_TIME.search(words)))
