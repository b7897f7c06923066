"""What a payer answered: payments and adjustments as its remittance states them, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

REVERSED = "22"  # the claim status of a payment that takes an earlier one back


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One reason for which less (or more) was paid than charged.

    `group` is CO (contract), PR (patient), OA (other), PI (payer's own) or CR (correction); `carc` the reason code;
    `cents` what was taken off, below zero where it was added; `quantity` the units taken off, where given.
    """

    group: str
    carc: str
    cents: int
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class LinePayment:
    """What was paid for one service line.

    `code` and `modifiers` as adjudicated; `billed_code` where the payer changed it. `units` are those paid for, None
    where not stated; `control` is our own line number, sent back. Amounts that cannot be read are None, never 0.
    """

    code: str
    modifiers: tuple[str, ...] = ()
    charge_cents: int | None = None
    paid_cents: int | None = None
    units: int | None = None
    billed_units: int | None = None
    billed_code: str | None = None
    service_date: date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    rarcs: tuple[str, ...] = ()
    allowed_cents: int | None = None
    control: str | None = None
    segment: int = 0
    adjustments_unread: bool = False


@dataclass(frozen=True, slots=True)
class ClaimPayment:
    """What was paid for one claim.

    `claim_id` is ours (sent as CLM01), `payer_claim_id` the payer's own. `status` is the claim status code: 1 to 3
    processed as primary to tertiary, 4 denied, 19 to 21 forwarded, 22 a reversal. `patient_name` for people, never
    for messages. `adjustments_unread` as of a line.
    """

    claim_id: str
    status: str
    charge_cents: int | None
    paid_cents: int | None
    patient_cents: int | None = None
    payer_claim_id: str | None = None
    filing: str | None = None
    lines: tuple[LinePayment, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    rarcs: tuple[str, ...] = ()
    service_date: date | None = None
    received_date: date | None = None
    patient_name: str | None = None
    member_id: str | None = None
    rendering_npi: str | None = None
    forwarded_to: str | None = None
    segment: int = 0
    adjustments_unread: bool = False

    @property
    def is_reversal(self) -> bool:
        """Whether it takes back what was paid before."""
        return self.status == REVERSED


@dataclass(frozen=True, slots=True)
class ProviderAdjustment:
    """Money moved beside the claims (PLB): an overpayment taken back, interest, a forwarded balance.

    `cents` above zero lessen the payment, as the remittance counts them.
    """

    reason: str
    cents: int | None
    reference: str | None = None
    provider: str | None = None
    segment: int = 0


@dataclass(frozen=True, slots=True)
class Remittance:
    """One payment of one payer to one provider, with the claims that it answers (one ST of an 835).

    `trace` is the number of the check or transfer, `method` how it was paid (ACH, CHK, NON for nothing paid). `is_part`
    where one claim of a payment is told of, and not the payment as a whole (an ExplanationOfBenefit).
    """

    payer_name: str | None
    payer_id: str | None
    payee_npi: str | None
    payee_tax_id: str | None
    trace: str | None
    method: str | None
    paid_date: date | None
    paid_cents: int | None
    is_debit: bool = False
    claims: tuple[ClaimPayment, ...] = ()
    provider_adjustments: tuple[ProviderAdjustment, ...] = ()
    control: str | None = None
    segment: int = 0
    is_part: bool = False
