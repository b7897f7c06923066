"""What a remittance means in the books: its identity, and entries that sum to zero.

Two sets of entries, each of which sums to zero: a claim's charge is paid or adjusted, reason by reason; what a payment
brings to the bank, with what was moved beside the claims, settles what was paid.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from romberg.claims.balance import received
from romberg.claims.plain import text
from romberg.claims.remittance import Adjustment, ClaimPayment, Remittance

Account = Literal["charged", "paid", "adjusted", "bank", "moved", "settled"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `claim` and `line` count from 0, where one is meant; `reason` is CO-45 (adjusted) or WO (moved)."""

    claim: int | None
    line: int | None
    account: Account
    reason: str
    cents: int


def entries(remittance: Remittance) -> tuple[Entry, ...]:
    """The entries of a remittance that adds up (see balance.py); their sum is zero."""
    return tuple(_entries(remittance))


def _entries(remittance: Remittance) -> Iterator[Entry]:
    for at, claim in enumerate(remittance.claims):
        yield from _of_claim(at, claim)
    yield Entry(None, None, "bank", "", received(remittance) or 0)
    yield from (Entry(None, None, "moved", one.reason, one.cents or 0) for one in remittance.provider_adjustments)
    yield Entry(None, None, "settled", "", -sum(one.paid_cents or 0 for one in remittance.claims))


def _of_claim(at: int, claim: ClaimPayment) -> Iterator[Entry]:
    charge, paid = claim.charge_cents or 0, claim.paid_cents or 0
    for number, line in enumerate(claim.lines):
        charge -= line.charge_cents or 0
        paid -= line.paid_cents or 0
        yield from _amounts(at, number, line.charge_cents or 0, line.paid_cents or 0)
        yield from _adjusted(at, number, line.adjustments)
    yield from _amounts(at, None, charge, paid)  # what stands on the claim alone, beside its lines
    yield from _adjusted(at, None, claim.adjustments)


def _amounts(at: int, line: int | None, charge: int, paid: int) -> Iterator[Entry]:
    if charge:
        yield Entry(at, line, "charged", "", -charge)
    if paid:
        yield Entry(at, line, "paid", "", paid)


def _adjusted(at: int, line: int | None, adjustments: tuple[Adjustment, ...]) -> Iterator[Entry]:
    return (Entry(at, line, "adjusted", f"{one.group}-{one.carc}", one.cents) for one in adjustments)


# --- identity


def payer_of(remittance: Remittance) -> str:
    """By what a payer is told apart in the books: its number, else its name."""
    return remittance.payer_id or " ".join((remittance.payer_name or "").upper().split()) or "unknown payer"


def canonical(remittance: Remittance) -> Remittance:
    """The same remittance without names of patients and places in a file, its claims in an order of their own.

    Two files that carry the same payment give the same value, in whatever order and envelope.
    """
    claims = tuple(sorted((_nameless(one) for one in remittance.claims), key=text))
    moved = tuple(sorted((replace(one, segment=0) for one in remittance.provider_adjustments), key=text))
    return replace(remittance, claims=claims, provider_adjustments=moved, control=None, segment=0)


def _nameless(claim: ClaimPayment) -> ClaimPayment:
    lines = tuple(replace(one, segment=0) for one in claim.lines)
    return replace(claim, lines=lines, patient_name=None, member_id=None, segment=0)


def fingerprint(remittance: Remittance) -> str:
    """What a canonical remittance says, as 64 hexadecimal digits: two that say the same have the same."""
    return hashlib.sha256(text(remittance).encode()).hexdigest()


def number(remittance: Remittance) -> str:
    """Which payment a remittance tells of: payer, payee, check or transfer, and day; its fingerprint where none is."""
    if not remittance.trace:
        return fingerprint(remittance)
    payee = remittance.payee_tax_id or remittance.payee_npi or ""
    on = remittance.paid_date.isoformat() if remittance.paid_date else ""
    return "|".join((payer_of(remittance), payee, remittance.trace, on))
