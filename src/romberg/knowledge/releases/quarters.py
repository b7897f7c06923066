"""Quarters, by which the edit tables are named: found in names, and as first and last days."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_QUARTER = re.compile(r"(?P<year>20\d\d)[-_ ]?q(?P<quarter>[1-4])(?!\d)|q(?P<before>[1-4])[-_ ](?P<after>20\d\d)", re.I)


def names(origin: str) -> str:
    """The file names of an origin without the folders before them: archive, then member."""
    return "!".join(re.split(r"[/\\]", part)[-1] for part in origin.split("!"))


def quarter_in(text: str) -> date | None:
    """The first day of the quarter that a name tells (2026q1, 2026-Q1, q1-2026); None where it tells none."""
    found = _QUARTER.search(names(text))
    if found is None:
        return None
    return first_day(int(found["year"] or found["after"]), int(found["quarter"] or found["before"]))


def first_day(year: int, quarter: int) -> date:
    """The first day of a quarter (1 to 4)."""
    return date(year, 3 * quarter - 2, 1)


def last_day(first: date) -> date:
    """The last day of the quarter that starts on a day."""
    after = date(first.year + (first.month > 9), (first.month + 2) % 12 + 1, 1)
    return after - timedelta(days=1)


def called(first: date) -> str:
    """A quarter as people write it: 2026Q1."""
    return f"{first.year}Q{(first.month + 2) // 3}"


def day_of_year(text: str) -> date | None:
    """A day written as year and day of the year (2026091); None where it is none."""
    try:
        return datetime.strptime(text, "%Y%j").date() if re.fullmatch(r"\d{7}", text) else None
    except ValueError:
        return None
