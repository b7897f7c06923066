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


@dataclass(frozen=True, slots=True)
class Step:
    """A value from one day on, with its citation. `mark` is "verified" or "not verified"."""

    value: Value
    since: date
    cite: str
    mark: str


def steps(dated: Mapping[date, Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps of one dated mapping, oldest first."""
    return tuple(
        Step(entry["value"], since, str(entry.get("cite", "")), str(entry.get("mark", VERIFIED)))
        for since, entry in sorted(dated.items())
    )


def latest(chain: tuple[Step, ...], on: date) -> Step | None:
    """The step in force on a day; None before the first."""
    return next((step for step in reversed(chain) if step.since <= on), None)
