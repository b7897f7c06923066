"""What `romberg remit` prints for programs, and what it remembers of the files that it read."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from romberg.checks.foretold import Score
from romberg.claims import Remittance
from romberg.formats import answers as shown
from romberg.formats.unreadable import Unreadable
from romberg.report.answers import ClaimAnswer, by_payer
from romberg.store import books
from romberg.store.books import Posting


@dataclass(frozen=True, slots=True)
class Told:
    """One payment of a file without its claims, how many they were, and what became of it."""

    head: Remittance
    claims: int
    posting: Posting


@dataclass(slots=True)
class Read:
    """One file of a call: its payments with what became of each and the claims they answer, or why it was not read."""

    source: str
    payments: list[Told] = field(default_factory=list)
    claim_ids: set[str] = field(default_factory=set)
    error: Unreadable | None = None

    def took(self, one: Remittance, posting: Posting) -> None:
        """Remember a payment, without holding its claims."""
        self.payments.append(Told(replace(one, claims=()), len(one.claims), posting))
        if posting.outcome != "refused":
            self.claim_ids.update(claim.claim_id for claim in one.claims)


def remittance_object(read: Sequence[Read], found: Sequence[ClaimAnswer], scores: Sequence[Score]) -> dict[str, Any]:
    """What came, and what each claim was answered, as JSON carries it."""
    return {
        "schema": "romberg.remit/1",
        "files": [_file(one) for one in read],
        "claims": [shown.plain(one) for one in found],
        "payers": [one.as_dict() for one in by_payer(found)],
        "scores": [one.as_dict() for one in scores],
    }


def _file(one: Read) -> dict[str, Any]:
    if one.error is not None:
        return {"source": one.source, "error": one.error.as_dict()}
    return {"source": one.source, "payments": [_payment(each) for each in one.payments]}


def _payment(told: Told) -> dict[str, Any]:
    one, posting = told.head, told.posting
    return {
        "payer": one.payer_name or one.payer_id,
        "trace": one.trace,
        "paid_date": one.paid_date.isoformat() if one.paid_date else None,
        "paid_cents": one.paid_cents,
        "claims": told.claims,
        "outcome": posting.outcome,
        "fingerprint": posting.fingerprint,
        "errors": [{"code": why.code, "says": why.says, "segment": why.segment} for why in posting.reasons],
    }


def ledger_object(
    database: sqlite3.Connection, every: Sequence[ClaimAnswer], scores: Sequence[Score]
) -> dict[str, Any]:
    """The books, the sums by payer and the scores of the rules as JSON carries them."""
    return {
        "schema": "romberg.ledger/1",
        "payments": [
            {
                "payer": one.payer,
                "payer_name": one.payer_name,
                "trace": one.trace,
                "paid_date": one.paid_date.isoformat() if one.paid_date else None,
                "received_cents": one.received_cents,
                "counts": one.counts,
                "fingerprint": one.fingerprint,
            }
            for one in books.payments(database)
        ],
        "balances": [
            {
                "claim_id": one.claim_id,
                "payer": one.payer,
                "charged_cents": one.charged_cents,
                "paid_cents": one.paid_cents,
                "patient_cents": one.patient_cents,
                "adjusted": dict(one.adjusted),
            }
            for one in books.balances(database)
        ],
        "totals": [
            {"payer": payer, "account": account, "reason": reason or None, "cents": cents}
            for (payer, account, reason), cents in books.totals(database).items()
        ],
        "payers": [one.as_dict() for one in by_payer(every)],
        "scores": [one.as_dict() for one in scores],
    }
