"""The price of a visit: lines, the steps that lead to each amount, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from romberg.claims import ServiceLine
from romberg.knowledge.payers import Card
from romberg.pricing.grounds import Grounds


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One step of a calculation, in cents, with its reason and what that rests on."""

    step: str
    cents: int
    says: str
    grounds: Grounds = ()

    def as_dict(self) -> dict[str, Any]:
        """The step as JSON carries it."""
        cites = [one.as_dict() for one in self.grounds]
        return {"step": self.step, "cents": self.cents, "says": self.says, "cites": cites}


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One service line with its price. `steps` add up to the allowed amount, `payment` to what the payer pays."""

    code: str
    units: int
    modifiers: tuple[str, ...]
    allowed_cents: int | None
    payer_cents: int | None
    patient_cents: int | None
    steps: tuple[PriceStep, ...] = ()
    payment: tuple[PriceStep, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The line as JSON carries it."""
        return {
            "code": self.code,
            "units": self.units,
            "modifiers": list(self.modifiers),
            "allowed_cents": self.allowed_cents,
            "payer_cents": self.payer_cents,
            "patient_cents": self.patient_cents,
            "steps": [step.as_dict() for step in self.steps],
            "payment": [step.as_dict() for step in self.payment],
        }


def _total(amounts: list[int | None]) -> int | None:
    """A sum, unknown as soon as one part is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


@dataclass(frozen=True, slots=True)
class Price:
    """What a visit is worth; a total is None as soon as one line's price is not known, and `unknown` says why."""

    lines: tuple[PricedLine, ...]
    unknown: tuple[str, ...]

    @property
    def allowed_cents(self) -> int | None:
        """What the payer allows for the visit."""
        return _total([line.allowed_cents for line in self.lines])

    @property
    def payer_cents(self) -> int | None:
        """What the payer pays of it."""
        return _total([line.payer_cents for line in self.lines])

    @property
    def patient_cents(self) -> int | None:
        """What the patient pays of it."""
        return _total([line.patient_cents for line in self.lines])

    def as_dict(self) -> dict[str, Any]:
        """The `price` object of the report."""
        return {
            "currency": "USD",
            "lines": [line.as_dict() for line in self.lines],
            "allowed_cents": self.allowed_cents,
            "payer_cents": self.payer_cents,
            "patient_cents": self.patient_cents,
            "unknown": list(self.unknown),
        }


@dataclass(frozen=True, slots=True)
class Billing:
    """How a clinician stands with Medicare: whether they participate, take assignment, and their MIPS adjustment.

    `mips_hundredths` is in hundredths of a percent: 138 adds 1.38 percent, -900 takes 9 off.
    """

    participating: bool = True
    assigned: bool = True
    mips_hundredths: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a payer before Medicare did with a line, in cents: paid, allowed, and binds the clinic to accept as full.

    None where its answer does not say; without a contract the clinic is bound to nothing, and the charge stands.
    """

    paid_cents: int
    allowed_cents: int | None = None
    accepted_cents: int | None = None


@dataclass(frozen=True, slots=True)
class VisitToPrice:
    """One visit's lines with where, when and for whom.

    `facility` is None where the place is not known: the office amount then stands, and is said to where it matters.
    `ahead` and `beside` are the lines of other visits and claims of the same patient, day and billing group, those
    before these lines and those after: they are priced together with these, and are no part of the answer.
    `deductible_left_cents` and `visit_number`, the visit's number in its case, are None where nobody told. `earlier`
    holds line by line what a payer before Medicare answered.
    """

    lines: tuple[ServiceLine, ...]
    zip5: str | None
    on: date
    card: Card
    facility: bool | None = False
    qualifying: bool = False
    deductible_left_cents: int | None = None
    visit_number: int | None = None
    billing: Billing = Billing()
    beside: tuple[ServiceLine, ...] = ()
    earlier: tuple[Earlier | None, ...] = ()
    ahead: tuple[ServiceLine, ...] = ()
