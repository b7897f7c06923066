"""Rows of sums in a grid: "TE min  18  22  24" over the exercises above it, "min timed  26  41" over all."""

from __future__ import annotations

import re
from typing import NamedTuple

from romberg.notes.interventions import scan
from romberg.notes.layout import Line
from romberg.visit import Span

_OF_ALL = re.compile(
    r"[\s|]*(?:(?:timed|total|tx|treatment)\s+)?min(?:ute)?s?\b[^\d\n]{0,60}\d|[\s|]*total\b[^|]{0,12}min"
    r"|[\s|]*(?:(?:timed|treatment|tx|session|visit)\s+totals?|total\s+(?:timed|treatment|tx))\b[^\d\n]{0,60}\d"
    r"|[\s|]*timed\b[\s|]{1,60}\d"
)
_SUM = re.compile(r"[\s|]*(?:(?:sub)?-?totals?|rest)\b")
_OF_A_SERVICE = re.compile(r"[\s|*•-]*([a-z0-9][a-z0-9 &/+.-]{1,40}?)\s+(?:total\s+)?(?:min(?:ute)?s?|time)\b\.?\s*$")
_TIMED = re.compile(r"[\s|]*(?:total\s+)?(?:timed\b|min(?:ute)?s?\s+(?:of\s+)?timed\b)")
_TOTAL = re.compile(r"[\s|]*(?:(?:tx|treatment)\s+)?(?:tot(?:al)?\b|min(?:ute)?s?\s+tot(?:al)?\b)")
_LONGEST = 60  # signs of a service's name


class Sum(NamedTuple):
    """The minutes that a row of sums gives for today, with their words; of the timed work, or of all."""

    timed: bool
    minutes: int
    span: Span


def of_all(folded: str, line: Line) -> bool:
    """Whether a row sums up the whole grid: "min timed | 26 | 41"."""
    return _OF_ALL.match(folded, line.start, line.end) is not None


def is_sum(folded: str, line: Line) -> bool:
    """Whether a row sums up rows above it, all or some: "min timed | 26 | 41", "subtotal 18"."""
    return _SUM.match(folded, line.start, line.end) is not None or of_all(folded, line)


def timed_or_total(folded: str, start: int, end: int) -> bool | None:
    """Whether the first cell of a row of sums names the timed minutes (true) or all minutes (false)."""
    if _TIMED.match(folded, start, end):
        return True
    return False if _TOTAL.match(folded, start, end) else None


def alone(folded: str, start: int, end: int) -> str | None:
    """The code that a cell writes, or the service that it names, and nothing else."""
    words = folded[start:end]
    if len(words) > _LONGEST:
        return None
    begin, stop = start + len(words) - len(words.lstrip(" *•-")), start + len(words.rstrip(" .:*"))
    whole = next((m for m in scan(folded, begin, stop) if (m.start, m.end) == (begin, stop)), None)
    return (whole.label or whole.code) if whole else None


def service(folded: str, start: int, end: int) -> str | None:
    """The code of the service whose minutes a row sums up: "NMR min", "97110 minutes"."""
    named = _OF_A_SERVICE.match(folded, start, end)
    if not named:
        return None
    told = scan(folded, *named.span(1))
    whole = next((m for m in told if (m.start, m.end) == named.span(1)), None)
    return (whole.label or whole.code) if whole else None
