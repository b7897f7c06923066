"""What a person types for the units calculator: `97112:24` or `97110:23+13`, read with care."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST_DAY = 24 * 60
_CODE = re.compile(r"(\d{5}|[A-Z]\d{4}|\d{4}[A-Z])\Z", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}\Z", re.ASCII)
_FORM = "write CODE:MINUTES, or CODE:MINUTES+ASSISTANT for minutes by an assistant, as in 97112:24 or 97110:23+13"


class UnitsInputError(ValueError):
    """Minutes or codes that cannot be counted: what is wrong, where, and what to do about it."""

    def __init__(self, what: str, where: str, what_to_do: str) -> None:
        super().__init__(f"{where}: {what}; {what_to_do}.")
        self.what = what
        self.where = where
        self.what_to_do = what_to_do


def parse(arguments: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Read the calculator's arguments into therapist's and assistant's minutes by code; a repeated code adds up."""
    minutes: dict[str, tuple[int, int]] = {}
    for argument in arguments:
        code, therapist, assistant = _read(argument)
        before = minutes.get(code, (0, 0))
        minutes[code] = (before[0] + therapist, before[1] + assistant)
    if not minutes:
        raise UnitsInputError("no code was given", "romberg units", _FORM)
    checked(minutes)
    return minutes


def checked(minutes: dict[str, tuple[int, int]]) -> None:
    """Refuse a day with more minutes than a day has."""
    total = sum(therapist + assistant for therapist, assistant in minutes.values())
    if total > LONGEST_DAY:
        raise UnitsInputError(
            f"{total:,} minutes are more than a day has ({LONGEST_DAY:,})",
            " ".join(minutes),
            "give minutes, not seconds, of one visit",
        )


def _read(argument: str) -> tuple[str, int, int]:
    code, colon, spent = argument.strip().partition(":")
    code = code.strip().upper()
    if not _CODE.match(code):
        raise UnitsInputError(f"{code or 'nothing'!r} is not a procedure code", repr(argument), _FORM)
    if not colon or not spent.strip():
        raise UnitsInputError(f"{code} has no minutes", repr(argument), _FORM + "; an untimed code takes any minutes")
    therapist, plus, assistant = (part.strip() for part in spent.partition("+"))
    if plus and not assistant:
        raise UnitsInputError("the assistant's minutes are missing after +", repr(argument), _FORM)
    if plus and not therapist:
        raise UnitsInputError(
            "the therapist's minutes are missing before +", repr(argument), f"write {code}:0+{assistant}"
        )
    return code, _number(therapist, argument), _number(assistant, argument) if plus else 0


def _number(words: str, argument: str) -> int:
    if not _NUMBER.match(words):
        raise UnitsInputError(
            f"{words!r} is not a whole number of minutes",
            repr(argument),
            "give whole minutes, without a sign or a point",
        )
    return int(words)
