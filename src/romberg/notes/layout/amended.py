"""Addenda: words written later that correct what stands above them."""

from __future__ import annotations

import re
from functools import lru_cache

from romberg.visit import Span

_OPENS = r"[\s*>#=\-\[]*(?:addend(?:um|a)|late entry|amend(?:ment|ed)|correction to note|corrected entry)\b"
_AT_LINE_START = re.compile(rf"^{_OPENS}", re.MULTILINE)
_HERE = re.compile(_OPENS)
_HINTS = ("addend", "late entry", "amend", "correct")
_SHORTEST = 200  # signs; what stands nearer to the top is the title of a note, not an addendum to one


def opens_addendum(folded: str, start: int, end: int) -> bool:
    """Whether a line opens an addendum."""
    return bool(_HERE.match(folded, start, end))


@lru_cache(maxsize=2)
def amended_from(folded: str, active: Span) -> int:
    """Where the addendum of today's encounter begins; its end where there is none."""
    hinted = any(word in folded for word in _HINTS)
    found = _AT_LINE_START.search(folded, active.start, active.end) if hinted else None
    return found.start() if found and found.start() - active.start > _SHORTEST else active.end
