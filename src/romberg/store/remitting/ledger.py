"""The books as people look at them: payments, the claims that they answer, and what was answered of one visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select

from romberg.store.remitting.asked import PAGE, AskedAnswers, joined
from romberg.store.remitting.standing import Held, held_of
from romberg.store.workplace import Desk, trail
from romberg.store.workplace import book_tables as b
from romberg.store.workplace import tables as t


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment as it was told. `counts` is false where it was told in several ways and this one was not taken."""

    id: str
    payer: str
    payer_name: str | None
    trace: str | None
    method: str | None
    paid_date: date | None
    received_cents: int
    moved_cents: int
    claims: int
    counts: bool
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What one payer answered to one claim, all payments together; `tie` says whether the claim is known here."""

    id: str
    claim: str
    payer: str
    payer_name: str
    visit_id: str | None
    patient: str | None
    service_date: date | None
    decided_on: date | None
    charged_cents: int
    paid_cents: int
    patient_cents: int
    denied_cents: int
    expected_cents: int | None
    compared_cents: int | None
    tie: str
    clean: bool


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Rows of one page, how many answered claims there are in all, and their sums."""

    rows: tuple[AnswerRow, ...]
    count: int
    paid_cents: int
    denied_cents: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.count // PAGE))


def payments(desk: Desk, page: int = 1) -> tuple[list[PaymentRow], int]:
    """A page of the payments, the latest first, and how many there are in all."""
    order = (b.payments.c.paid_date.desc(), b.payments.c.made_at.desc(), b.payments.c.id)
    count = desk.count(b.payments)
    number = max(1, min(page, -(-count // PAGE)))
    rows = desk.read(select(b.payments).order_by(*order).limit(PAGE).offset((number - 1) * PAGE))
    trail.note(desk, "read", "payments", count=len(rows))
    return [_payment(desk.opened(b.payments, row._mapping)) for row in rows], count


def contested(desk: Desk) -> list[PaymentRow]:
    """The tellings of payments that were told in several ways and of which none was taken yet."""
    several = select(b.payments.c.number_index).group_by(b.payments.c.number_index)
    numbers = [
        row[0] for row in desk.read(several.having(func.sum(case((b.payments.c.counts.is_(True), 1), else_=0)) == 0))
    ]
    rows = desk.all(b.payments, b.payments.c.number_index.in_(numbers)) if numbers else []
    return sorted((_payment(row) for row in rows), key=lambda one: (one.payer, str(one.paid_date), one.made_at))


def payment(desk: Desk, payment_id: str) -> tuple[PaymentRow, list[AnswerRow]] | None:
    """A payment with what stands of the answers to its claims; None where the clinic has none such."""
    row = desk.one(b.payments, id=payment_id)
    if row is None:
        return None
    trail.note(desk, "read", f"payment/{payment_id}")
    told = select(b.statements.c.claim_index).where(b.statements.c.payment_id == payment_id)
    indexes = [one[0] for one in desk.read(told)]
    where = (b.answers.c.payer == row["payer"], b.answers.c.claim_index.in_(indexes))
    return _payment(row), [_answer(desk, one) for one in desk.read(_asked(*where).order_by(b.answers.c.service_date))]


def answered(desk: Desk, asked: AskedAnswers) -> AnswerPage:
    """A page of the answered claims as asked, the latest service first; that it was read goes on the trail."""
    where = asked.where()
    sums = select(
        func.count(),
        func.coalesce(func.sum(b.answers.c.paid_cents), 0),
        func.coalesce(func.sum(b.answers.c.denied_cents), 0),
    )
    count, paid, denied = (int(one) for one in desk.read(sums.select_from(joined(b.answers)).where(*where))[0])
    number = max(1, min(asked.page, -(-count // PAGE)))
    order = (b.answers.c.service_date.desc(), b.answers.c.id)
    rows = desk.read(_asked(*where).order_by(*order).limit(PAGE).offset((number - 1) * PAGE))
    trail.note(desk, "read", "answers", rows=len(rows), page=number)
    return AnswerPage(tuple(_answer(desk, one) for one in rows), count, paid, denied, number)


def of_visit(desk: Desk, visit_id: str) -> list[Held]:
    """What payers told of the claims of a visit."""
    asked = select(t.claims.c.claim_index).where(t.claims.c.visit_id == visit_id)
    indexes = [one[0] for one in desk.read(asked) if one[0]]
    if not indexes:
        return []
    found = [one for one in held_of(desk, indexes) if one.answer is not None and one.tie == "tied"]
    if found:
        trail.note(desk, "read", f"visit/{visit_id}", answers=len(found))
    return found


def denials_of(desk: Desk, visit_id: str) -> list[dict[str, Any]]:
    """The denials that stand of a visit's claims."""
    of_claims = select(t.claims.c.id).where(t.claims.c.visit_id == visit_id)
    claims = [one[0] for one in desk.read(of_claims)]
    found = desk.all(b.answers, b.answers.c.claim_id.in_(claims)) if claims else []
    ids = [one["id"] for one in found]
    return desk.all(b.denials, b.denials.c.answer_id.in_(ids), b.denials.c.stands.is_(True)) if ids else []


def _asked(*where: Any) -> Any:
    columns = (*b.answers.c, t.claims.c.visit_id, t.visits.c.patient_id, t.patients.c.name.label("patient"))
    return select(*columns).select_from(joined(b.answers)).where(*where)


def _payment(row: dict[str, Any]) -> PaymentRow:
    return PaymentRow(**{name: row[name] for name in PaymentRow.__slots__} | {"counts": bool(row["counts"])})


def _answer(desk: Desk, one: Any) -> AnswerRow:
    told = one._mapping
    same = {name: told[name] for name in AnswerRow.__slots__ if name in told}
    number = desk.opened_value(b.answers, "number", {"id": one.id}, one.number) or ""
    name = desk.opened_value(t.patients, "name", {"id": one.patient_id}, one.patient)
    return AnswerRow(**same | {"claim": number, "patient": name, "clean": bool(one.clean)})


def payers(desk: Desk) -> list[tuple[str, str]]:
    """Everybody who answered a claim: by what tells payers apart, and what they call themselves."""
    asked = select(b.answers.c.payer, func.max(b.answers.c.payer_name)).group_by(b.answers.c.payer)
    return sorted(((row[0], row[1] or row[0]) for row in desk.read(asked)), key=lambda one: one[1].casefold())


def posted(desk: Desk) -> bool:
    """Whether any payment was posted yet."""
    return bool(desk.read(select(b.payments.c.id).limit(1)))
