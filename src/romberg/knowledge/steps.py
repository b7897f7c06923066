"""A value that changes on dates: its steps, and which of them was in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

Value = Decimal | int | str | bool | date | None
VERIFIED = "verified"
NOT_VERIFIED = "not verified"
KEYS = ("value", "cite", "mark", "why", "through")


@dataclass(frozen=True, slots=True)
class Step:
    """A value from one day on, with its citation. `mark` is "verified" or "not verified".

    `why` says why a value is not known, and `through` is the last day of a value that ends before the next one starts.
    """

    value: Value
    since: date
    cite: str
    mark: str
    why: str = ""
    through: date | None = None


def _step(since: object, entry: Mapping[str, Any]) -> Step:
    if not isinstance(since, date) or "value" not in entry or set(entry) - set(KEYS):
        raise ValueError(f"{since}: {dict(entry)}: a step is a date with a value, a cite and, if need be, a mark")
    mark = str(entry.get("mark", VERIFIED))
    if mark not in (VERIFIED, NOT_VERIFIED):
        raise ValueError(f"{since}: the mark {mark!r} is neither {VERIFIED!r} nor {NOT_VERIFIED!r}")
    cite, why = str(entry.get("cite", "")), str(entry.get("why", ""))
    return Step(entry["value"], since, cite, mark, why, entry.get("through"))


def steps(dated: Mapping[date, Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps of one dated mapping, oldest first."""
    return tuple(_step(since, entry) for since, entry in sorted(dated.items()))


def latest(chain: tuple[Step, ...], on: date) -> Step | None:
    """The step in force on a day; None before the first, and after the end of one that has an end."""
    found = next((step for step in reversed(chain) if step.since <= on), None)
    return None if found is None or (found.through is not None and on > found.through) else found
