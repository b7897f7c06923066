"""Edits on remittances (SNIP 3): payments, claims and lines balance to the cent, or that cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from romberg.claims import Adjustment, ClaimPayment, LinePayment, Remittance
from romberg.formats.x12.edits.catalogue import Found


def found(remittance: Remittance) -> Iterator[Found]:
    """What does not balance in one payment. A payment with any of these must not be posted."""
    for claim in remittance.claims:
        yield from _claim(claim)
    yield from _payment(remittance)


def _payment(one: Remittance) -> Iterator[Found]:
    paid = [claim.paid_cents for claim in one.claims]
    moved = [adjustment.cents for adjustment in one.provider_adjustments]
    if one.paid_cents is None or None in paid or None in moved:
        yield Found("payment_not_evaluated", "BPR", one.segment, "BPR02")
        return
    stated = -one.paid_cents if one.is_debit and one.paid_cents > 0 else one.paid_cents
    if stated != sum(paid_cents or 0 for paid_cents in paid) - sum(cents or 0 for cents in moved):
        yield Found("payment_out_of_balance", "BPR", one.segment, "BPR02")


def _claim(claim: ClaimPayment) -> Iterator[Found]:
    lines = list(claim.lines)
    if claim.charge_cents is None or claim.paid_cents is None or any(_open(line) for line in lines):
        yield Found("payment_not_evaluated", "CLP", claim.segment)
        return
    for line in lines:
        if (line.charge_cents or 0) - _taken(line.adjustments) != line.paid_cents:
            yield Found("line_payment_out_of_balance", "SVC", line.segment, "SVC03")
    taken = _taken(claim.adjustments) + sum(_taken(line.adjustments) for line in lines)
    if claim.charge_cents - taken != claim.paid_cents:
        yield Found("claim_payment_out_of_balance", "CLP", claim.segment, "CLP04")


def _open(line: LinePayment) -> bool:
    return line.charge_cents is None or line.paid_cents is None


def _taken(adjustments: Iterable[Adjustment]) -> int:
    return sum(one.cents for one in adjustments)
