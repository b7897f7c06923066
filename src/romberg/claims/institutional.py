"""An institutional claim (of a hospital, a rehabilitation agency, a nursing facility), as a file states it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from romberg.claims.parties import Person, Provider, Subscriber


@dataclass(frozen=True, slots=True)
class InstitutionalLine:
    """One revenue line: the revenue code, the procedure where one is told, units, charge and day.

    `units` are None where they are no whole number; `measure` is UN (units) or DA (days). `control` is the line's own
    number, sent back with the payment.
    """

    revenue: str
    code: str
    modifiers: tuple[str, ...]
    charge_cents: int
    units: int | None
    measure: str = "UN"
    service_date: date | None = None
    last_date: date | None = None
    not_covered_cents: int | None = None
    control: str = ""
    rendering: Provider | None = None


@dataclass(frozen=True, slots=True)
class InstitutionalClaim:
    """One claim of a facility for one patient.

    `facility` is the type of bill's first two digits (13 is a hospital's outpatient department, 74 a rehabilitation
    facility, 75 a comprehensive one) and `frequency` its last. `conditions` are codes; `occurrences` codes with their
    day (11 onset, 29 plan of care established, 35 physical therapy started); `values` codes with their amount in
    hundredths (50 to 53 count visits). Diagnoses stand with their point, the principal one first.
    """

    claim_id: str
    billing: Provider
    subscriber: Subscriber
    facility: str
    frequency: str
    charge_cents: int
    lines: tuple[InstitutionalLine, ...]
    diagnoses: tuple[str, ...] = ()
    admitting_diagnosis: str = ""
    reasons_for_visit: tuple[str, ...] = ()
    patient: Person | None = None
    first_date: date | None = None
    last_date: date | None = None
    patient_status: str = ""
    conditions: tuple[str, ...] = ()
    occurrences: tuple[tuple[str, date], ...] = ()
    values: tuple[tuple[str, int], ...] = ()
    payer_claim_number: str = ""
    authorization: str = ""
    attending: Provider | None = None
    operating: Provider | None = None
    rendering: Provider | None = None
    referring: Provider | None = None

    @property
    def treated(self) -> Person:
        """The person who was treated."""
        return self.patient or self.subscriber.person
