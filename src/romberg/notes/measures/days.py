"""Days written beside values."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from romberg.notes.dates import dates


@lru_cache(maxsize=1024)
def day(text: str | None, on: date | None) -> date | None:
    """A day as a note writes it beside a value; the year of the visit, or the one before, where none stands."""
    if not text:
        return None
    full = next(dates(text), None)
    if full:
        return full.value
    parts = re.findall(r"\d{1,2}", text)
    if on is None or len(parts) < 2 or ("/" not in text and "-" not in text):
        return None
    try:
        found = date(on.year, int(parts[0]), int(parts[1]))
        return found if found <= on else found.replace(year=on.year - 1)
    except ValueError:
        return None
