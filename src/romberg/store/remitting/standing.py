"""What stands of the answers to some claims: read out of the payments that count, laid beside the claims known here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select

from romberg.checks.foretold import Score, summed
from romberg.claims.plain import claim_payment
from romberg.claims.standing import Standing, Statement, standing
from romberg.report.answers import ClaimAnswer, KnownClaim, answer, first_scores, paid_clean
from romberg.store.remitting.known import known_of
from romberg.store.workplace import Desk
from romberg.store.workplace import book_tables as b
from romberg.store.workplace import tables as t

Tie = Literal["tied", "unknown", "differs"]


@dataclass(frozen=True, slots=True)
class Held:
    """What one payer told of one claim number, with the claim that it means.

    `answer` is None where all of it was taken back. `tie` says whether a claim of that number is known here: "differs"
    where one is, and neither its charge nor its day is that of the answer, so that it is not taken for the same.
    """

    index: str
    number: str
    payer: str
    payer_name: str
    tie: Tie
    claim: dict[str, Any] | None
    answer: ClaimAnswer | None
    told: Standing
    clean: bool
    scores: tuple[Score, ...]


def held_of(desk: Desk, indexes: Collection[str]) -> Iterator[Held]:
    """What payers told of claims by the digests of their numbers, claim by claim and payer by payer."""
    told = _told(desk, indexes)
    names = _names(desk, {payer for _, payer in told})
    claims = {one["claim_index"]: one for one in desk.all(t.claims, t.claims.c.claim_index.in_(set(indexes)))}
    for (index, payer), statements in told.items():
        yield _held(desk, claims.get(index), (index, payer, names.get(payer) or payer), statements)


def _held(desk: Desk, row: dict[str, Any] | None, key: tuple[str, str, str], told: list[Statement]) -> Held:
    index, payer, name = key
    tie = _tie(row, told)
    claim = row if tie == "tied" else None
    known = _known(desk, claim) if claim else None
    stands = standing(told)
    scores = summed(first_scores(known, payer, stands)) if known else ()
    found = answer(known, payer, name, stands)
    return Held(index, told[0].told.claim_id, payer, name, tie, claim, found, stands, paid_clean(stands), scores)


def _tie(row: dict[str, Any] | None, told: list[Statement]) -> Tie:
    """Whether answers mean a claim of their number: its charge or its day agrees."""
    if row is None:
        return "unknown"
    days = {day for one in told for day in _days(one)}
    charged = any(abs(one.told.charge_cents or 0) == row["charge_cents"] for one in told)
    return "tied" if charged or row["service_date"] in days else "differs"


def _days(one: Statement) -> set[date | None]:
    return {one.told.service_date, *(line.service_date for line in one.told.lines)} - {None}


def _known(desk: Desk, claim: dict[str, Any]) -> KnownClaim | None:
    kept = desk.one(t.claim_versions, claim_id=claim["id"], number=claim["newest"])
    return None if kept is None else known_of(kept["body"])


def _told(desk: Desk, indexes: Collection[str]) -> dict[tuple[str, str], list[Statement]]:
    """The statements of the payments that count, by claim and payer."""
    joined = b.statements.join(
        b.payments,
        (b.statements.c.clinic_id == b.payments.c.clinic_id) & (b.statements.c.payment_id == b.payments.c.id),
    )
    columns = (*b.statements.c, b.payments.c.fingerprint_index, b.payments.c.paid_date, b.payments.c.trace)
    asked = select(*columns).select_from(joined).where(b.statements.c.claim_index.in_(set(indexes)))
    order = (b.statements.c.claim_index, b.statements.c.payer, b.payments.c.paid_date, b.payments.c.fingerprint_index)
    rows = desk.read(asked.where(b.payments.c.counts.is_(True)).order_by(*order, b.statements.c.at))
    found: dict[tuple[str, str], list[Statement]] = {}
    for row in rows:
        found.setdefault((row.claim_index, row.payer), []).append(_statement(desk, row))
    return found


def _statement(desk: Desk, row: Any) -> Statement:
    key = {"payment_id": row.payment_id, "at": row.at}
    words = desk.opened_value(b.statements, "told", key, row.told)
    trace = desk.opened_value(b.payments, "trace", {"id": row.payment_id}, row.trace)
    return Statement(row.payer, row.fingerprint_index, row.at, row.paid_date, trace, claim_payment(words or "{}"))


def _names(desk: Desk, payers: Collection[str]) -> dict[str, str]:
    """What payers call themselves, by what tells them apart: the name told last."""
    order = (b.payments.c.paid_date, b.payments.c.fingerprint_index)
    asked = select(b.payments.c.payer, b.payments.c.payer_name).where(b.payments.c.payer.in_(payers)).order_by(*order)
    return {row.payer: row.payer_name for row in desk.read(asked) if row.payer_name} if payers else {}
