"""Dates as notes write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: i + 1 for i, name in enumerate(_NAMES)}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    r"(?<![\d/.\-])(?:"
    r"(?P<y1>20\d\d)[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?![\d/])"
    r"|(?P<m2>\d{1,2})(?P<sep>[/.\-])(?P<d2>\d{1,2})(?P=sep)(?P<y2>20\d\d|\d\d)(?![\d/.\-]\d|\d)"
    rf"|(?P<m3>{_MONTH})\.?\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>20\d\d)\b"
    rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?[\s\-](?P<m4>{_MONTH})\.?,?[\s\-](?P<y4>20\d\d|\d\d)\b"
    r"|(?P<y5>20[2-3]\d)(?P<m5>0[1-9]|1[0-2])(?P<d5>[0-2]\d|3[01])(?!\d)"
    r")"
)
_NAMED = re.compile("|".join(_NAMES))
# The same where no month is named. The first digit stands before the parts, so that the search skips quickly to it.
_IN_DIGITS = re.compile(
    r"\d(?<![\d/.\-]\d)(?:(?<=2)(?P<y1>0\d\d)[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?![\d/])"
    r"|(?P<m2>\d?)(?P<sep>[/.\-])(?P<d2>\d{1,2})(?P=sep)(?P<y2>20\d\d|\d\d)(?![\d/.\-]\d|\d)"
    r"|(?<=2)(?P<y5>0[2-3]\d)(?P<m5>0[1-9]|1[0-2])(?P<d5>[0-2]\d|3[01])(?!\d))"
)


class Found(NamedTuple):
    """A date written in the note, with its place."""

    value: date
    start: int
    end: int


def dates(folded: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
    """Every full date (with a year) between two offsets of the folded note, in order."""
    stop = len(folded) if end is None else end
    named = _NAMED.search(folded, start, stop)
    for match in (_DATE if named else _IN_DIGITS).finditer(folded, start, stop):
        value = _value(match)
        if value:
            yield Found(value, match.start(), match.end())


def first_date(folded: str) -> Found | None:
    """The first full date of a stretch of folded text."""
    return next(dates(folded), None)


def _value(match: re.Match[str]) -> date | None:
    form = (match.lastgroup or "")[-1]  # each way to write a date has its number in the names of its parts
    year, month, day = match["y" + form], match["m" + form], match["d" + form]
    if match.re is _IN_DIGITS:
        first = match.string[match.start()]
        year, month = (year, first + month) if form == "2" else (first + year, month)
    if not month.isdigit():
        month = str(_MONTHS[month[:3]])
    if form == "2" and match["sep"] == "." and int(month) > len(_NAMES):
        month, day = day, month  # "14.04.2026": with points, and no such month, the day stands first
    full_year = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(full_year, int(month), int(day))
    except ValueError:
        return None
