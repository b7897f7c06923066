"""Days as people write them into tables: American dates, and those of the standard."""

from __future__ import annotations

import re
from datetime import date


def american(text: str) -> date | None:
    """A day written as 04/30/2026, 4/30/2026 or 2026-04-30; None where it is none."""
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        month, day, year = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00.*)?", text):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
