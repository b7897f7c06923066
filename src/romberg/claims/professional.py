"""A professional claim with all that a payer asks for, ready to be written in any format."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from romberg.claims.claim import ServiceLine
from romberg.claims.parties import Person, Provider, Subscriber
from romberg.claims.remittance import Adjustment

ORIGINAL, REPLACEMENT, VOID = "1", "7", "8"


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What another payer answered for one line: what it paid, for which code, and why not more."""

    payer_id: str
    paid_cents: int
    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1
    adjustments: tuple[Adjustment, ...] = ()
    paid_date: date | None = None
    patient_cents: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One service line of a claim, with the day, the diagnoses it points to (counted from 1) and its own clinicians.

    `control` is our number for the line, which the remittance sends back; `ordering` is for what a physician ordered.
    """

    service: ServiceLine
    service_date: date
    charge_cents: int
    pointers: tuple[int, ...] = (1,)
    control: str = ""
    place: str = ""
    rendering: Provider | None = None
    ordering: Provider | None = None
    note: str = ""
    answers: tuple[LineAnswer, ...] = ()
    last_date: date | None = None


@dataclass(frozen=True, slots=True)
class OtherPayer:
    """Another payer of the same claim, with what it answered where it came first."""

    subscriber: Subscriber
    paid_cents: int | None = None
    adjustments: tuple[Adjustment, ...] = ()
    paid_date: date | None = None
    claim_number: str = ""
    remaining_cents: int | None = None


@dataclass(frozen=True, slots=True)
class ProfessionalClaim:
    """One claim of one patient to one payer.

    `claim_id` is ours and comes back with the payment; `frequency` is 1 (new), 7 (replaces) or 8 (voids), the last two
    with the payer's own `payer_claim_number`. `causes` are AA, EM or OA (accidents), `accident_state` of an AA.
    Diagnoses are ICD-10-CM codes with or without their point, the first the principal one.
    """

    claim_id: str
    billing: Provider
    subscriber: Subscriber
    place: str
    lines: tuple[ClaimLine, ...]
    diagnoses: tuple[str, ...]
    patient: Person | None = None
    frequency: str = ORIGINAL
    payer_claim_number: str = ""
    authorization: str = ""
    referral: str = ""
    onset_date: date | None = None
    initial_treatment_date: date | None = None
    last_seen_date: date | None = None
    accident_date: date | None = None
    causes: tuple[str, ...] = ()
    accident_state: str = ""
    note: str = ""
    accepts_assignment: bool = True
    benefits_assigned: bool = True
    signature_on_file: bool = True
    patient_paid_cents: int | None = None
    referring: Provider | None = None
    rendering: Provider | None = None
    supervising: Provider | None = None
    facility: Provider | None = None
    pay_to: Provider | None = None
    other_payers: tuple[OtherPayer, ...] = field(default=())

    @property
    def charge_cents(self) -> int:
        """What all lines charge together, as the claim states it."""
        return sum(line.charge_cents for line in self.lines)

    @property
    def treated(self) -> Person:
        """The person who was treated."""
        return self.patient or self.subscriber.person
