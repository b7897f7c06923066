"""What stands of all that payers told of a claim: a reversal takes back the payment that it mirrors.

The answer hangs on what was told alone, never on the order in which it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from romberg.claims.remittance import ClaimPayment


@dataclass(frozen=True, slots=True)
class Statement:
    """One telling of one claim: by whom, in which payment (its fingerprint) and at which place in it, of which day."""

    payer: str
    payment: str
    at: int
    paid_date: date | None
    trace: str | None
    told: ClaimPayment


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of the statements on one claim by one payer, in the order of their days.

    `taken_back` are payments with the reversal that undid each; `open_reversals` undo a payment that was never told.
    """

    standing: tuple[Statement, ...]
    taken_back: tuple[tuple[Statement, Statement], ...]
    open_reversals: tuple[Statement, ...]


def standing(statements: Iterable[Statement]) -> Standing:
    """What stands of the statements on one claim by one payer."""
    told = sorted(statements, key=_order)
    left = [one for one in told if not one.told.is_reversal]
    pairs, unmatched = [], []
    for one in (each for each in told if each.told.is_reversal):
        mirrored = _mirrored(one, left)
        if mirrored is None:
            unmatched.append(one)
        else:
            left.remove(mirrored)
            pairs.append((mirrored, one))
    return Standing(tuple(left), tuple(pairs), tuple(unmatched))


def _order(one: Statement) -> tuple[date, str, int]:
    return one.paid_date or date.min, one.payment, one.at


def _mirrored(reversal: Statement, told: Sequence[Statement]) -> Statement | None:
    """The latest payment that a reversal turns round, of the same claim number at the payer where both say one."""
    amounts = [one for one in told if _turned(one.told, reversal.told) and not _later(one, reversal)]
    number = reversal.told.payer_claim_id
    same = [one for one in amounts if number and one.told.payer_claim_id == number]
    found = same or amounts
    return found[-1] if found else None


def _turned(paid: ClaimPayment, back: ClaimPayment) -> bool:
    return (paid.charge_cents, paid.paid_cents) == (-(back.charge_cents or 0), -(back.paid_cents or 0))


def _later(one: Statement, reversal: Statement) -> bool:
    """Whether a payment was told after the reversal, which then cannot mean it."""
    if one.paid_date is None or reversal.paid_date is None:
        return False
    return one.paid_date > reversal.paid_date
