"""Posts payments at a desk: once, whole or not at all, whatever comes twice, in what order, or in between.

What counts hangs on the set of payments that were told, never on the order in which they came (see store/books.py,
which keeps the books of the command line by the same rules).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from romberg.claims import Remittance
from romberg.claims.balance import Imbalance, imbalances, received
from romberg.claims.ledger import Told, entries, payer_of, told
from romberg.claims.plain import text
from romberg.formats.unreadable import Unreadable
from romberg.store.books import Outcome
from romberg.store.remitting.numbers import claim_index
from romberg.store.workplace import Desk, trail
from romberg.store.workplace import book_tables as b
from romberg.store.workplace.desk import new_id


@dataclass(frozen=True, slots=True)
class Paid:
    """What became of one payment; `reasons` say why it was refused, `touched` are the claims whose answers it changed.

    `touched` are digests of claims' numbers; those of a payment that is known are named too, so that a run that was
    cut short between posting and working out goes on.
    """

    outcome: Outcome
    touched: tuple[str, ...] = ()
    reasons: tuple[Imbalance, ...] = ()


def post(desk: Desk, remittance: Remittance, import_id: str | None = None) -> Paid:
    """Post a payment; one that does not add up posts nothing, one that is known changes nothing."""
    if reasons := imbalances(remittance):
        return Paid("refused", reasons=reasons)
    payment = told(remittance)
    number = desk.sealer.digest("payment number", payment.number)
    desk.turn(f"payment/{number}")
    indexes = tuple(dict.fromkeys(claim_index(desk, one.claim_id) for one in payment.remittance.claims))
    fingerprint = desk.sealer.digest("payment", payment.fingerprint)
    if desk.one(b.payments, fingerprint_index=fingerprint) is not None:
        return Paid("known", indexes)
    others = _of_number(desk, number)
    made = _written(desk, payment, (fingerprint, number), import_id)
    touched = (*indexes, *_settled(desk, number, others))
    counts = next(bool(one["counts"]) for one in _of_number(desk, number) if one["id"] == made)
    return Paid("posted" if counts else "contested", touched)


def choose(desk: Desk, payment_id: str, reason: str) -> tuple[str, ...]:
    """Take one of several tellings of a payment as the true one; the claims whose answers that changes.

    Raises Unreadable without a reason, or where the clinic has no such payment.
    """
    if not reason.strip():
        raise Unreadable("reason", "Say why this telling of the payment is the true one; the reason stays.", "reason")
    row = desk.one(b.payments, id=payment_id)
    if row is None:
        raise Unreadable("no_payment", "There is no such payment in this clinic.", "payment")
    number = row["number_index"]
    desk.turn(f"payment/{number}")
    desk.insert(
        b.payment_choices, id=new_id(), number_index=number, payment_id=payment_id, reason=reason.strip(), **desk.made()
    )
    trail.note(desk, "write", f"payment/{payment_id}", chosen=True)
    return _settled(desk, number, _of_number(desk, number))


def _of_number(desk: Desk, number: str) -> list[dict[str, Any]]:
    """Every telling of one payment."""
    return desk.all(b.payments, b.payments.c.number_index == number)


def _settled(desk: Desk, number: str, before: list[dict[str, Any]]) -> tuple[str, ...]:
    """Say which tellings of a payment count: the one that was chosen last, else the only one.

    The digests of the claims of those that counted before and do no longer, or count only now.
    """
    order = (b.payment_choices.c.made_at.desc(), b.payment_choices.c.id)
    chosen = desk.all(b.payment_choices, b.payment_choices.c.number_index == number, order_by=order, limit=1)
    rows, changed = _of_number(desk, number), []
    for one in rows:
        counts = one["id"] == chosen[0]["payment_id"] if chosen else len(rows) == 1
        if bool(one["counts"]) != counts:
            desk.change(b.payments, {"id": one["id"]}, counts=counts)
            changed.append(one["id"])
    known = {one["id"] for one in before}
    held = desk.all(b.statements, b.statements.c.payment_id.in_([one for one in changed if one in known]))
    return tuple(dict.fromkeys(one["claim_index"] for one in held))


def _written(desk: Desk, payment: Told, indexes: tuple[str, str], import_id: str | None) -> str:
    made, one = new_id(), payment.remittance
    payer = payer_of(one)[: b.LONGEST_PAYER]
    moved = sum(each.cents or 0 for each in one.provider_adjustments)
    desk.insert(
        b.payments, id=made, fingerprint_index=indexes[0], number_index=indexes[1], payer=payer,
        payer_name=(one.payer_name or "")[: b.LONGEST_NAME] or None, trace=one.trace,
        method=(one.method or "")[: b.LONGEST_CODE] or None, paid_date=one.paid_date, received_cents=received(one) or 0,
        moved_cents=moved, claims=len(one.claims), counts=False, import_id=import_id, **desk.made(),
    )  # fmt: skip
    rows = [
        {
            "payment_id": made, "at": at, "claim_index": claim_index(desk, claim.claim_id), "payer": payer,
            "status": claim.status[: b.LONGEST_CODE], "told": text(claim),
        }
        for at, claim in enumerate(one.claims)
    ]  # fmt: skip
    desk.insert_all(b.statements, rows)
    desk.insert_all(b.entries, [_entry(made, at, each) for at, each in enumerate(entries(one))])
    trail.note(desk, "write", f"payment/{made}", claims=len(rows))
    return made


def _entry(payment: str, position: int, one: Any) -> dict[str, Any]:
    return {
        "payment_id": payment, "position": position, "claim": one.claim, "line": one.line, "account": one.account,
        "reason": one.reason[: b.LONGEST_REASON], "cents": one.cents,
    }  # fmt: skip
