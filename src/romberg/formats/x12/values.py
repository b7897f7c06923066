"""What stands in an element: amounts, dates, counts. What cannot be read is None, never 0."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

_AMOUNT = re.compile(r"(-?)([0-9]{0,12})(?:\.([0-9]{0,2})0*)?", re.ASCII)
_DAY = re.compile(r"[0-9]{8}", re.ASCII)
_COUNT = re.compile(r"([0-9]{1,9})(?:\.0*)?", re.ASCII)
_MOST_KEPT = 8_192  # amounts come again and again


def element(elements: Sequence[str], at: int) -> str:
    """An element by its number (NM103 is 3); empty where the segment ends before."""
    return elements[at] if at < len(elements) else ""


@lru_cache(_MOST_KEPT)
def cents(text: str) -> int | None:
    """An amount in whole cents; None where there is none, or one that has parts of a cent or no end."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None or not (match[2] or match[3]):
        return None
    value = int(match[2] or 0) * 100 + int((match[3] or "").ljust(2, "0"))
    return -value if match[1] else value


def day(text: str) -> date | None:
    """A date written YYYYMMDD; None where it is none."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def first_day(qualifier: str, text: str) -> date | None:
    """A date, or the first of a range of dates (qualifier RD8)."""
    return day(text[:8]) if qualifier in ("D8", "RD8", "") else None


def number(text: str) -> int | None:
    """A number in up to nine digits and nothing else; None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def count(text: str) -> int | None:
    """A number of units that is whole; None else."""
    match = _COUNT.fullmatch(text.strip())
    return None if match is None else int(match[1])
