"""What came back before any payment: whether a file was taken, what became of claims, what cover a payer tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SegmentFault:
    """A fault that a receiver found in a file: the segment's name and number in its transaction, element and code."""

    segment: str
    position: int | None
    element: str
    code: str


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What became of one transaction of a file (999), or of the whole file (TA1).

    `control` is the number that the file carried; `taken` False where it was refused, and None where that is not said.
    """

    kind: str
    control: str
    taken: bool | None
    code: str
    faults: tuple[SegmentFault, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """What became of one claim (277CA, 277): its number, the status as category and code, and the payer's number.

    `taken` False where the claim was sent back, None where the category is not known here.
    """

    claim_id: str
    category: str
    status: str
    taken: bool | None
    charge_cents: int | None = None
    payer_claim_id: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Benefit:
    """One thing that a payer tells of a patient's cover (271): what it is, for which services, how much, for how long.

    `what` is the payer's code (1 active cover, A coinsurance, C deductible, F limit, G out of pocket ...); `services`
    the service types (AD is occupational, AE physical, AF speech therapy); `period` the code of the time it is for
    (29 is what remains).
    """

    what: str
    services: tuple[str, ...]
    plan: str
    period: str
    amount_cents: int | None
    percent: str
    quantity: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What a payer tells of one member's cover, or why it does not (`refused`: its reject reasons)."""

    member_id: str
    payer_id: str
    benefits: tuple[Benefit, ...]
    refused: tuple[str, ...] = ()

    def therapy(self) -> tuple[Benefit, ...]:
        """What it tells of therapy (physical, occupational, speech)."""
        return tuple(one for one in self.benefits if {"AD", "AE", "AF", "PT"} & set(one.services))
