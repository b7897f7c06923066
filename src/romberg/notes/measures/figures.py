"""Whether a number can be a measure's figure: its unit, its total, its size."""

from __future__ import annotations

import re

from romberg.notes.measures.tokens import UNIT, Token, unit_name
from romberg.notes.measures.vocabulary import Known

_SHARE = re.compile(r"\s*[=(]\s*(\d{1,3}(?:\.\d+)?)\s*%")
_SAID = re.compile(r"(?:\b(?:is|was|at|to|scored?|score|of)|[:=])\s*$")


def is_date(known: Known, token: Token) -> bool:
    """Whether "9/14" behind a name is a day: month and day by size, and no total of the measure."""
    if token.total is None or token.unit or token.total in known.of or token.kind == "words":
        return False
    return 1 <= token.value <= 12 and token.total <= 31


def value(known: Known, token: Token) -> float | None:
    """The figure of a number, or None where its unit, total or size cannot be this measure's."""
    if token.unit is not None and not fits(known, token.unit):
        return None
    if known.needs and token.unit is None and token.total not in known.of:
        return None
    if token.total is not None and token.total not in known.of:
        return None
    return token.value if known.low <= token.value <= known.high else None


def share(folded: str, known: Known, token: Token) -> Token:
    """ "18/50 = 36%": the percentage, where the measure is told in percent."""
    if token.total is None or known.units[0] != "%":
        return token
    found = _SHARE.match(folded, token.end)
    if not found:
        return token
    return token._replace(end=found.end(), value=float(found.group(1)), total=None, unit="%")


def part_only(folded: str, known: Known, token: Token, end: int) -> bool:
    """Whether this is the score of a part and the whole one follows: "gait 9/12, balance 12/16, total 21/28"."""
    if known.of and token.total is None and "=" in folded[token.end : end]:
        return (
            re.match(rf"[\w\s,+;:()]{{3,70}}=\s*\d{{1,3}}\s*/\s*{known.of[0]:g}\b", folded[token.end : end]) is not None
        )
    if len(known.of) < 2 or token.total is None or token.total not in known.of[1:]:
        return False
    return re.search(rf"/\s*{known.of[0]:g}\b", folded[token.end : end]) is not None


def fits(known: Known, unit: str) -> bool:
    """Whether a measure can be told in a unit."""
    if unit in known.units:
        return True
    if unit == "inch mark":
        return "s" in known.units or "in" in known.units
    if unit == "foot mark":
        return "ft" in known.units
    return (
        (unit == "points" and "%" in known.units)
        or (unit == "%" and known.of == (100.0,))
        or (unit == "mm" and "cm" in known.units)
    )


_OTHER_SIDE = re.compile(
    rf"(?:\s*[,;/&]\s*|\s+)(?:and\s+)?\(?(?:r|l|rt|lt|right|left)\b\)?(?:\s+(?:hand|grip|pinch))?\s*[:=]?\s*\d{{1,3}}(?:\.\d+)?\s*(?P<unit>{UNIT})"
)


def borrowed(folded: str, known: Known, token: Token) -> Token:
    """ "R 42, L 58 lb": the unit behind the other side's figure, where a measure needs one."""
    if not known.needs or token.unit is not None or token.total is not None:
        return token
    found = _OTHER_SIDE.match(folded, token.end)
    return token._replace(unit=unit_name(found["unit"])) if found else token


def said(folded: str, token: Token) -> bool:
    """Number words count where they are said as a figure: with a total, a unit, or behind "is" and "was"."""
    if token.kind != "words" or token.total is not None or token.unit is not None:
        return True
    return _SAID.search(folded, max(0, token.start - 9), token.start) is not None
