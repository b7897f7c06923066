"""An amount of minutes as it is told, in figures, words or hours: "38", "forty min", "three quarters of an hour"."""

from __future__ import annotations

import re

from romberg.notes.minutes import words

UNIT = r"(?:min(?:ute)?s?\b|mn\b|m\b|'(?![\d'a-z]))"
_PART_OF_HOUR = (
    r"(?:(?:(?:three|a|one)[\s-])?quarters?\s(?:of\s)?(?:an\s)?hour|half\s(?:an\s)?hour|half-hour"
    r"|(?:1/2|3/4|1/4|½|¾|¼)\s?(?:of\san\s|an\s)?h(?:ou)?r\b)"
)
_HOURS = (
    rf"(?:{_PART_OF_HOUR}"
    rf"|(?:\d(?:\.\d{{1,2}})?|one|an|two|three)[\s-]?h(?:(?:ou)?rs?)?\b(?:\sand\sa\shalf\b"
    rf"|,?\s?(?:and\s)?(?:\d{{1,2}}|{words.PATTERN})[\s-]?{UNIT})?|hour(?=[\s-]long))"
)
_NUMBER = rf"(?:\d{{1,3}}|{words.PATTERN})"
_WRITTEN = re.compile(rf"(?P<n>{_NUMBER})[\s-]?(?P<unit>{UNIT})?")
_PARTS = {"three": 45, "a": 15, "one": 15, "": 15}
_FRACTIONS = {"1/2": 30, "3/4": 45, "1/4": 15, "½": 30, "¾": 45, "¼": 15}
_IN_HOURS = re.compile(
    r"(?:(?P<part>three[\s-]|a\s|one[\s-]|(?=quarter))quarter|(?P<half>half)|(?P<h>\d(?:\.\d{1,2})?|one|an|two|three|hour)"
    rf"(?:[\s-]?h(?:(?:ou)?rs?)?)?(?P<more>\sand\sa\shalf)?(?:,?\s?(?:and\s)?(?P<m>\d{{1,2}}|{words.PATTERN})[\s-]?m)?)"
)
_WHOLE = {"one": 1.0, "an": 1.0, "hour": 1.0, "two": 2.0, "three": 3.0}


def amount(name: str) -> str:
    """An expression for an amount with its unit or without, as a group of this name; `value` reads what it found."""
    return rf"(?P<{name}>{_HOURS}|{_NUMBER}(?![\d:.]\d|\d)(?:[\s-]?{UNIT})?)"


def of_hours(name: str) -> str:
    """An expression for an amount told in parts of an hour: "half an hour", "3/4 hour"."""
    return rf"(?P<{name}>{_PART_OF_HOUR})"


def timed(name: str) -> str:
    """An expression for an amount that says that it is one of time."""
    return rf"(?P<{name}>{_HOURS}|{_NUMBER}[\s-]?{UNIT})"


def has_unit(told: str) -> bool:
    """Whether an amount says that it is one of time."""
    plain = _WRITTEN.fullmatch(told)
    return plain is None or bool(plain["unit"])


def value(told: str) -> int:
    """The minutes of an amount that `amount` or `timed` found."""
    plain = _WRITTEN.fullmatch(told)
    if plain:
        return _number(plain["n"])
    if minutes := _FRACTIONS.get(told[:3]) or _FRACTIONS.get(told[:1]):
        return minutes
    hours = _IN_HOURS.match(told)
    if hours is None or hours["half"]:
        return 30
    if hours["part"] is not None:
        return _PARTS[hours["part"].strip(" -")]
    whole = round(60 * (_WHOLE.get(hours["h"]) or float(hours["h"])))
    return whole + (30 if hours["more"] else 0) + (_number(hours["m"]) if hours["m"] else 0)


def _number(told: str) -> int:
    return int(told) if told.isdigit() else words.number(told)
