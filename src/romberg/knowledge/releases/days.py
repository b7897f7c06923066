"""Days as the publishers write them into names and cells: quarters, days of the year, American dates."""

from __future__ import annotations

import re
from datetime import date, timedelta

_YEAR_FIRST = re.compile(r"(20\d\d)[-_ ]?q([1-4])(?!\d)", re.I)
_QUARTER_FIRST = re.compile(r"q([1-4])[-_ ]?(20\d\d)", re.I)


def first_day(year: int, quarter: int) -> date:
    """The first day of a quarter (1 to 4)."""
    return date(year, quarter * 3 - 2, 1)


def last_day(first: date) -> date:
    """The last day of the quarter that begins on a day."""
    return date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1) - timedelta(days=1)


def names(origin: str) -> str:
    """The name of a file and of the archives around it, without the user's folders."""
    return " ".join(part.replace("\\", "/").rpartition("/")[2] for part in origin.split("!"))


def quarter_in(origin: str) -> date | None:
    """The first day of the quarter that a file's name or its archive's tells (2026q4, q1-2026); None without one."""
    name = names(origin)
    if found := _YEAR_FIRST.search(name):
        return first_day(int(found[1]), int(found[2]))
    if found := _QUARTER_FIRST.search(name):
        return first_day(int(found[2]), int(found[1]))
    return None


def called(first: date) -> str:
    """A quarter as releases are named: 2026Q4."""
    return f"{first.year}Q{first.month // 3 + 1}"


def day_of_year(text: str) -> date | None:
    """A day written as year and day of the year: 2026091 is 1 April 2026; None where it is none."""
    if not re.fullmatch(r"(19|20)\d{5}", text):
        return None
    found = date(int(text[:4]), 1, 1) + timedelta(days=int(text[4:]) - 1)
    return found if found.year == int(text[:4]) and text[4:] != "000" else None


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
