"""A comparison: codings by payers, and in each place units, money, what is open and what would be denied."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from romberg.knowledge.payers import Card
from romberg.pricing import Billing, Price
from romberg.visit import Activity

SCHEMA = "romberg.price_comparison/1"
FORBIDS = (
    "Code what the record supports best: what a code or a payer pays decides nothing, and no code may be chosen for it."
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a caller says of a visit's money beside its note: the clinician's standing, and the patient's deductible.

    They move the prices of payers by Medicare's own rules alone.
    """

    billing: Billing = field(default_factory=Billing)
    qualifying: bool = False
    deductible_left_cents: int | None = None
    visit_number: int | None = None


@dataclass(frozen=True, slots=True)
class Denied:
    """Why a payer would not pay a line that is billed so: the rule, the code and the finding's sentence."""

    rule: str
    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Column:
    """A coding under one payer: its lines by that payer's way of counting, their price, and what would be denied.

    `counted` says how the units were counted; empty where they were given and not counted. `without_units` are
    the services of the note that earn none, and why.
    """

    card: Card
    price: Price
    counted: str = ""
    denied: tuple[Denied, ...] = ()
    without_units: tuple[str, ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """What is not known of it and why, a sentence each."""
        return (*self.without_units, *self.price.unknown)

    @property
    def units(self) -> int:
        """All units of its lines."""
        return sum(line.units for line in self.price.lines)

    def as_dict(self) -> dict[str, Any]:
        """The column as JSON carries it: the `price` object with its payer."""
        payer = {"payer": _name(self.card), "title": self.card.title, "units": self.units, "counted": self.counted}
        denied = [{"rule": one.rule, "code": one.code, "says": one.says} for one in self.denied]
        return payer | self.price.as_dict() | {"unknown": list(self.open), "denied": denied}


def _name(card: Card) -> str:
    return f"{card.name}.{card.plan}" if card.plan else card.name


@dataclass(frozen=True, slots=True)
class Coding:
    """One coding of the visit under each payer.

    `instead_of` and `code` are empty for the one that the note's words support best; `activities` are the words that
    can be read either way.
    """

    columns: tuple[Column, ...]
    instead_of: str = ""
    code: str = ""
    activities: tuple[Activity, ...] = ()
    says: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The coding as JSON carries it."""
        read = [{"text": one.text, "spans": [[each.start, each.end] for each in one.spans]} for one in self.activities]
        return {
            "instead_of": self.instead_of or None,
            "code": self.code or None,
            "says": self.says,
            "activities": read,
            "payers": [one.as_dict() for one in self.columns],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """A visit's codings side by side, the best supported first; never without the sentence on price."""

    source: str
    on: date | None
    codings: tuple[Coding, ...]
    says: str = field(default=FORBIDS, init=False)

    def as_dict(self) -> dict[str, Any]:
        """The comparison as JSON carries it."""
        return {
            "schema": SCHEMA,
            "says": self.says,
            "source": self.source,
            "service_date": None if self.on is None else self.on.isoformat(),
            "codings": [one.as_dict() for one in self.codings],
        }
