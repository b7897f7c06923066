"""Whether a remittance adds up to the cent: its payment, each claim, each line. What does not is never posted.

Two answers are kept apart: amounts that contradict each other, and amounts that are missing or cannot be read.
Source: ASC X12 835 (005010X221A1), front matter on balancing, as contractors' companion guides quote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from romberg.claims.remittance import Adjustment, ClaimPayment, LinePayment, Remittance
from romberg.money import usd

Code = Literal["does_not_balance", "cannot_be_evaluated"]
DOES_NOT_BALANCE: Code = "does_not_balance"
CANNOT_BE_EVALUATED: Code = "cannot_be_evaluated"


@dataclass(frozen=True, slots=True)
class Imbalance:
    """Why a remittance cannot be posted: the code, a sentence without any patient's data, and the segment."""

    code: Code
    says: str
    segment: int


def imbalances(remittance: Remittance) -> tuple[Imbalance, ...]:
    """All that keeps a remittance from being posted; empty where it adds up to the cent."""
    return tuple(_imbalances(remittance))


def received(remittance: Remittance) -> int | None:
    """What came into the account, in cents; below zero where it was taken out (a debit), None where it is not told."""
    paid = remittance.paid_cents
    return paid if paid is None or not remittance.is_debit else -paid


def _imbalances(remittance: Remittance) -> Iterator[Imbalance]:
    for claim in remittance.claims:
        yield from _of_claim(claim)
    yield from _of_payment(remittance)


def _of_payment(remittance: Remittance) -> Iterator[Imbalance]:
    """BPR02 is the sum of CLP04 less the sum of PLB."""
    paid = [one.paid_cents for one in remittance.claims]
    moved = [one.cents for one in remittance.provider_adjustments]
    total, known_paid, known_moved = received(remittance), _sum(paid), _sum(moved)
    if total is None or known_paid is None or known_moved is None:
        yield _unknown("The payment", "BPR02, CLP04 or PLB", remittance.segment)
    elif total != known_paid - known_moved:
        says = (
            f"The payment says {usd(total)}, but its claims pay {usd(known_paid)} and its provider adjustments take "
            f"{usd(known_moved)}, which makes {usd(known_paid - known_moved)}"
        )
        yield Imbalance(DOES_NOT_BALANCE, _told(says), remittance.segment)


def _of_claim(claim: ClaimPayment) -> Iterator[Imbalance]:
    """CLP03 less all CAS of claim and lines is CLP04; the lines charge what the claim charges; each line balances."""
    for line in claim.lines:
        yield from _of_line(line)
    adjustments = [*claim.adjustments, *(each for line in claim.lines for each in line.adjustments)]
    unread = claim.adjustments_unread or any(line.adjustments_unread for line in claim.lines)
    yield from _adds_up("The claim", claim.charge_cents, claim.paid_cents, (adjustments, unread), claim.segment)
    lines = _sum([line.charge_cents for line in claim.lines])
    if claim.lines and None not in (lines, claim.charge_cents) and lines != claim.charge_cents:
        says = f"The claim charges {usd(claim.charge_cents or 0)}, but its lines charge {usd(lines or 0)}"
        yield Imbalance(DOES_NOT_BALANCE, _told(says), claim.segment)


def _of_line(line: LinePayment) -> Iterator[Imbalance]:
    """SVC02 less its CAS is SVC03."""
    given = (line.adjustments, line.adjustments_unread)
    yield from _adds_up("The line", line.charge_cents, line.paid_cents, given, line.segment)


def _adds_up(
    what: str, charge: int | None, paid: int | None, given: tuple[Sequence[Adjustment], bool], segment: int
) -> Iterator[Imbalance]:
    adjustments, unread = given
    taken = sum(one.cents for one in adjustments)
    if charge is None or paid is None or unread:
        yield _unknown(what, "its charge, its payment or an adjustment (CAS)", segment)
    elif charge - taken != paid:
        says = (
            f"{what} charges {usd(charge)} and its adjustments take {usd(taken)}, which leaves {usd(charge - taken)}, "
            f"but it says that {usd(paid)} was paid"
        )
        yield Imbalance(DOES_NOT_BALANCE, _told(says), segment)


def _sum(amounts: Sequence[int | None]) -> int | None:
    known = [one for one in amounts if one is not None]
    return sum(known) if len(known) == len(amounts) else None


def _told(says: str) -> str:
    return f"{says}; nothing of this payment is posted. Ask the payer or the clearinghouse for a corrected remittance."


def _unknown(what: str, where: str, segment: int) -> Imbalance:
    says = f"{what} gives no amount that can be read in {where}, so whether it adds up cannot be told"
    return Imbalance(CANNOT_BE_EVALUATED, _told(says), segment)
