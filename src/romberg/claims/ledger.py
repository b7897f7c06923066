"""What a remittance means in the books: its identity, and entries that sum to zero.

Two sets of entries, each of which sums to zero: a claim's charge is paid or adjusted, reason by reason; what a payment
brings to the bank, with what was moved beside the claims, settles what was paid.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from romberg.claims.balance import received
from romberg.claims.remittance import Adjustment, ClaimPayment, LinePayment, ProviderAdjustment, Remittance

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


@dataclass(frozen=True, slots=True)
class Told:
    """A payment as it is known in the books, whatever envelope brought it.

    `remittance` is without names of patients and places in a file, its claims in an order of their own; `fingerprint`
    what it says, as 64 hexadecimal digits; `number` which payment it tells of.
    """

    remittance: Remittance
    fingerprint: str
    number: str


def told(remittance: Remittance) -> Told:
    """A payment as it is known in the books: two files that carry the same one give the same value."""
    claims = sorted(((_claim(one), _nameless(one)) for one in remittance.claims), key=lambda pair: pair[0])
    moved = sorted(((_moved(one), replace(one, segment=0)) for one in remittance.provider_adjustments), key=_first)
    says = (*_head(remittance), *(text for text, _ in claims), *(text for text, _ in moved))
    known = replace(
        remittance,
        claims=tuple(one for _, one in claims),
        provider_adjustments=tuple(one for _, one in moved),
        control=None,
        segment=0,
    )
    fingerprint = hashlib.sha256(_text(says).encode()).hexdigest()
    return Told(known, fingerprint, _number(remittance) or fingerprint)


def payer_of(remittance: Remittance) -> str:
    """By what a payer is told apart in the books: its number, else its name."""
    return remittance.payer_id or " ".join((remittance.payer_name or "").upper().split()) or "unknown payer"


def _number(remittance: Remittance) -> str:
    """Which payment a remittance tells of: payer, payee, check or transfer, and day; empty where it has no number.

    A part tells of a claim, by the payer's number of it: who corrects one sends another with no reversal.
    """
    payee = remittance.payee_tax_id or remittance.payee_npi or ""
    if remittance.is_part:
        claims = (one.payer_claim_id or one.claim_id for one in remittance.claims)
        return "|".join((payer_of(remittance), payee, "claim", *claims))
    if not remittance.trace:
        return ""
    return "|".join((payer_of(remittance), payee, remittance.trace, str(remittance.paid_date or "")))


def _nameless(claim: ClaimPayment) -> ClaimPayment:
    lines = tuple(replace(one, segment=0) for one in claim.lines)
    return replace(claim, lines=lines, patient_name=None, member_id=None, segment=0)


def _first(pair: tuple[str, object]) -> str:
    return pair[0]


# What is named here, and nothing else, makes two tellings the same: a reader that learns to read more changes nothing.


def _head(one: Remittance) -> tuple[Any, ...]:
    payee = (one.payee_npi, one.payee_tax_id)
    part = ("part",) if one.is_part else ()
    return ("1", payer_of(one), *payee, one.trace, one.method, str(one.paid_date), one.paid_cents, one.is_debit, *part)


def _claim(one: ClaimPayment) -> str:
    amounts = (one.charge_cents, one.paid_cents, one.patient_cents)
    lines = [_line(line) for line in one.lines]
    known = (one.claim_id, one.payer_claim_id, one.status, amounts, _adjusted_by(one.adjustments), one.rarcs, lines)
    return _text(known)


def _line(one: LinePayment) -> tuple[Any, ...]:
    amounts = (one.charge_cents, one.paid_cents, one.units)
    says = (str(one.service_date), one.control, one.rarcs)
    return (one.code, one.modifiers, one.billed_code, amounts, says, _adjusted_by(one.adjustments))


def _adjusted_by(given: tuple[Adjustment, ...]) -> list[tuple[Any, ...]]:
    return [(one.group, one.carc, one.cents, one.quantity) for one in given]


def _moved(one: ProviderAdjustment) -> str:
    return _text((one.reason, one.cents, one.reference, one.provider))


_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
