"""Medicare contractors' own coverage documents on therapy: who wrote each, and on which days it could be cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from romberg.knowledge import typed

State = Literal["in force", "retired", "not yet in force", "unknown"]


@dataclass(frozen=True, slots=True)
class LocalCoverage:
    """One local coverage determination (L...) or billing article (A...) and its dates, as far as they were read.

    `effective` is the date of the revision that was seen, `retired` the last day on which it could be cited,
    `seen_through` the day until which copies show it. `mark` tells whether its own header was read.
    """

    document: str
    contractor: str
    jurisdictions: tuple[str, ...]
    subject: str
    effective: date | None
    retired: date | None
    seen_through: date
    mark: str

    def state(self, on: date) -> State:
        """Whether the document holds on a day; a retired one is never cited for a later date of service."""
        if self.retired is not None and on > self.retired:
            return "retired"
        if self.effective is not None and on < self.effective:
            return "not yet in force"
        return "in force" if on <= self.seen_through else "unknown"

    def says(self, on: date) -> str:
        """The state on a day in a sentence."""
        name = f"{self.contractor}'s {self.document} on {self.subject}"
        told: dict[State, str] = {
            "in force": f"{name} holds on {on}.",
            "retired": f"{name} was retired on {self.retired} and says nothing about {on}.",
            "not yet in force": f"{name} was seen in its revision of {self.effective}; earlier ones were not read.",
            "unknown": f"{name} was last seen in force on {self.seen_through}; look it up again for {on}.",
        }
        return told[self.state(on)]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _read(row: dict[str, str]) -> LocalCoverage:
    return LocalCoverage(
        document=row["document"],
        contractor=row["contractor"],
        jurisdictions=tuple(row["jurisdictions"].split()),
        subject=row["subject"],
        effective=_day(row["effective"]),
        retired=_day(row["retired"]),
        seen_through=date.fromisoformat(row["seen_through"]),
        mark=row["mark"],
    )


@cache
def all_documents() -> dict[str, LocalCoverage]:
    """Every document that we know, by its number."""
    return {row["document"]: _read(row) for row in typed.rows("local_coverage")}


def get(document: str) -> LocalCoverage | None:
    """One document by its number; None where we do not know it."""
    return all_documents().get(document.strip().upper())


def citable(contractor: str, on: date) -> tuple[LocalCoverage, ...]:
    """What a contractor's documents can be cited for a day; none is no proof that there is none."""
    mine = (one for one in all_documents().values() if one.contractor == contractor)
    return tuple(one for one in mine if one.state(on) == "in force")
