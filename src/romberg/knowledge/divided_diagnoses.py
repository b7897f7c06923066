"""Diagnoses that were billable as they stood until they were divided: the last day of each, and what stands since.

The tabular list of one year does not tell this, because it holds the codes of its own year alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from romberg.knowledge import typed


@dataclass(frozen=True, slots=True)
class Divided:
    """One diagnosis code that ended as a billable one; `leaves` are billable from the day after its `last_day`."""

    code: str
    last_day: date
    leaves: tuple[str, ...]
    mark: str

    def says(self, on: date) -> str:
        """Why the code, or one of its leaves, cannot stand on a claim of this day."""
        since = self.last_day + timedelta(days=1)
        leaves = f"{', '.join(self.leaves[:-1])} and {self.leaves[-1]}"
        if on > self.last_day:
            return f"{self.code} was divided: on {on} only {leaves} are billable (since {since})."
        return f"{leaves} exist since {since}; on {on} the code is {self.code}."


def _plain(code: str) -> str:
    return code.strip().upper().replace(".", "")


@cache
def _all() -> dict[str, Divided]:
    return {
        _plain(row["code"]): Divided(
            row["code"], date.fromisoformat(row["last_day"]), tuple(row["leaves"].split()), row["mark"]
        )
        for row in typed.rows("divided_diagnoses")
    }


@cache
def _leaves() -> dict[str, Divided]:
    return {_plain(leaf): one for one in _all().values() for leaf in one.leaves}


def get(code: str) -> Divided | None:
    """The division that a code, or one of the leaves that came of it, belongs to; None where it was never divided."""
    return _all().get(_plain(code)) or _leaves().get(_plain(code))


def billable(code: str, on: date) -> bool | None:
    """Whether a divided code, or one of its leaves, could be billed on a day; None for codes that were not divided."""
    found = get(code)
    if found is None:
        return None
    whole = _plain(code) == _plain(found.code)
    return on <= found.last_day if whole else on > found.last_day
