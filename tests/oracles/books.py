"""The books kept the slow way: all remittances in hand, everything added up anew, nothing remembered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from romberg.claims import ClaimPayment, Remittance

Said = tuple[object, ...]
Kept = dict[tuple[str, str], dict[str, int]]


def said(one: Remittance) -> Said:
    """All that a payment says in money and reasons, wherever it stands in a file."""
    claims = sorted((_claim(each) for each in one.claims), key=repr)
    moved = sorted(((m.reason, m.cents, m.reference, m.provider) for m in one.provider_adjustments), key=repr)
    return (one.payer_id, one.payer_name, one.payee_npi, one.payee_tax_id, one.trace, one.method, one.paid_date,
            one.paid_cents, one.is_debit, one.is_part, tuple(claims), tuple(moved))  # fmt: skip


def _claim(one: ClaimPayment) -> Said:
    lines = tuple(
        (x.code, x.modifiers, x.charge_cents, x.paid_cents, x.units, x.service_date, x.adjustments, x.rarcs, x.control)
        for x in one.lines
    )
    return (one.claim_id, one.payer_claim_id, one.status, one.charge_cents, one.paid_cents, one.patient_cents,
            one.adjustments, one.rarcs, lines)  # fmt: skip


def counted(given: Sequence[Remittance]) -> list[Remittance]:
    """Each payment once; of payments that are told in two ways, none; no part whose claim a whole payment tells of."""
    different = {said(one): one for one in given}
    ways: dict[Said, list[Remittance]] = defaultdict(list)
    for one in different.values():
        claims = tuple(claim.payer_claim_id for claim in one.claims)
        ways[("part", one.payer_id, *claims) if one.is_part else (one.payer_id, one.trace, one.paid_date)].append(one)
    once = [told[0] for told in ways.values() if len(told) == 1]
    wholes = [one for one in given if not one.is_part]
    return [one for one in once if not one.is_part or not any(_tells_of(whole, one) for whole in wholes)]


def _tells_of(whole: Remittance, part: Remittance) -> bool:
    claims = {one.claim_id for one in part.claims} & {one.claim_id for one in whole.claims}
    return bool(claims) and (whole.payer_id == part.payer_id or whole.trace == part.trace)


def balances(given: Sequence[Remittance]) -> Kept:
    """By claim and payer: charged, paid, and adjusted by reason; nothing that is zero, and no claim that is."""
    kept: Kept = defaultdict(lambda: defaultdict(int))
    for one in counted(given):
        for claim in one.claims:
            account = kept[(claim.claim_id, str(one.payer_id))]
            account["charged"] += claim.charge_cents or 0
            account["paid"] += claim.paid_cents or 0
            for each in (*claim.adjustments, *(a for line in claim.lines for a in line.adjustments)):
                account[f"{each.group}-{each.carc}"] += each.cents
    return {key: told for key, account in kept.items() if (told := {n: cents for n, cents in account.items() if cents})}


def banked(given: Sequence[Remittance]) -> int:
    """What all payments brought to the bank."""
    return sum(-(one.paid_cents or 0) if one.is_debit else one.paid_cents or 0 for one in counted(given))
