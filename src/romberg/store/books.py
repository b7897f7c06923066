"""The books: remittances posted once, whole or not at all, whatever comes twice, in what order, or in between.

What counts hangs on the set of payments that were told, never on the order in which they came.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from romberg.claims import Remittance
from romberg.claims.balance import Imbalance, imbalances, received
from romberg.claims.ledger import Told, entries, payer_of, told
from romberg.claims.plain import claim_payment, text
from romberg.claims.standing import Statement
from romberg.store.database import writing

Outcome = Literal["posted", "known", "contested", "refused"]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Posting:
    """What became of one payment: posted, known already, contested (told before in another way), or refused.

    A part is known too where a payment as a whole tells of its claim. `reasons` say why it was refused.
    """

    outcome: Outcome
    fingerprint: str
    number: str
    reasons: tuple[Imbalance, ...] = ()


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of the books. `counts` is false where it was told in several ways and this one was not chosen."""

    fingerprint: str
    number: str
    payer: str
    payer_name: str | None
    trace: str | None
    method: str | None
    paid_date: date | None
    received_cents: int
    counts: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """What the books hold on one claim and one payer, in cents.

    `adjusted` is by group and reason: CO-45 for what the contract takes. `charge` less `paid` less all of it is zero.
    """

    claim_id: str
    payer: str
    charged_cents: int
    paid_cents: int
    adjusted: tuple[tuple[str, int], ...]

    @property
    def patient_cents(self) -> int:
        """What the payer leaves to the patient or to the next payer (group PR)."""
        return sum(cents for reason, cents in self.adjusted if reason.startswith("PR-"))


def post(database: sqlite3.Connection, remittance: Remittance, clock: Clock) -> Posting:
    """Post a remittance; one that does not add up posts nothing, one that is known changes nothing."""
    payment = told(remittance)
    known_as, which = payment.fingerprint, payment.number
    if reasons := imbalances(remittance):
        return Posting("refused", known_as, which, reasons)
    with writing(database):
        if database.execute("SELECT 1 FROM payment WHERE fingerprint = ?", (known_as,)).fetchone():
            return Posting("known", known_as, which)
        _written(database, payment, clock())
        if _counts(database, known_as):
            return Posting("posted", known_as, which)
        told_whole = remittance.is_part and _ways(database, which) == 1
        return Posting("known" if told_whole else "contested", known_as, which)


def choose(database: sqlite3.Connection, fingerprint: str, reason: str, clock: Clock) -> Payment | None:
    """Take one of several tellings of a payment as the true one, with a reason; None where there is no such payment."""
    with writing(database):
        found = next((one for one in payments(database) if one.fingerprint == fingerprint), None)
        if found is not None:
            row = (found.number, fingerprint, reason, clock().isoformat())
            database.execute("INSERT INTO choice (number, fingerprint, reason, chosen_at) VALUES (?, ?, ?, ?)", row)
    return found


def _counts(database: sqlite3.Connection, known_as: str) -> bool:
    return database.execute("SELECT 1 FROM counted WHERE fingerprint = ?", (known_as,)).fetchone() is not None


def _ways(database: sqlite3.Connection, which: str) -> int:
    """In how many ways a payment was told."""
    (count,) = database.execute("SELECT count(*) FROM payment WHERE number = ?", (which,)).fetchone()
    return int(count)


def _written(database: sqlite3.Connection, payment: Told, now: datetime) -> None:
    known_as, one = payment.fingerprint, payment.remittance
    on = one.paid_date.isoformat() if one.paid_date else None
    payee = one.payee_npi or one.payee_tax_id
    row = (known_as, payment.number, payer_of(one), one.payer_name, payee, one.trace, one.method, on)
    database.execute(
        "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, received(one), now.isoformat(), one.is_part),
    )
    database.executemany(
        "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?)",
        (
            (known_as, at, claim.claim_id, claim.payer_claim_id, claim.status, text(claim))
            for at, claim in enumerate(one.claims)
        ),
    )
    database.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (known_as, position, each.claim, each.line, each.account, each.reason, each.cents)
            for position, each in enumerate(entries(one))
        ),
    )


# --- what the books hold


def payments(database: sqlite3.Connection) -> Iterator[Payment]:
    """Every payment that was told, by day and payer, with whether it counts."""
    rows = database.execute(
        "SELECT fingerprint, number, payer, payer_name, trace, method, paid_date, received_cents, "
        "fingerprint IN (SELECT fingerprint FROM counted) FROM payment ORDER BY paid_date, number, fingerprint"
    )
    for known_as, which, payer, name, trace, method, on, cents, counts in rows:
        yield Payment(known_as, which, payer, name, trace, method, _day(on), cents, bool(counts))


def balances(database: sqlite3.Connection) -> Iterator[Balance]:
    """What each claim was charged, paid and adjusted with each payer, by the payments that count."""
    rows = database.execute(
        "SELECT claim_id, payer, account, reason, sum(cents) FROM entry JOIN counted USING (fingerprint) "
        "JOIN statement ON statement.fingerprint = entry.fingerprint AND statement.at = entry.claim "
        "GROUP BY claim_id, payer, account, reason ORDER BY claim_id, payer, account, reason"
    )
    held: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
    for claim_id, payer, account, reason, cents in rows:
        held.setdefault((claim_id, payer), {})[(account, reason)] = cents
    for (claim_id, payer), sums in held.items():
        adjusted = tuple(
            (reason, cents) for (account, reason), cents in sums.items() if account == "adjusted" and cents
        )
        yield Balance(claim_id, payer, -sums.get(("charged", ""), 0), sums.get(("paid", ""), 0), adjusted)


def totals(database: sqlite3.Connection) -> dict[tuple[str, str, str], int]:
    """The sum of each account, by payer and reason, over the payments that count; together they are zero."""
    rows = database.execute(
        "SELECT payer, account, reason, sum(cents) FROM entry JOIN counted USING (fingerprint) "
        "GROUP BY payer, account, reason ORDER BY payer, account, reason"
    )
    return {(payer, account, reason): cents for payer, account, reason, cents in rows}


def told_of(database: sqlite3.Connection, claim_ids: Collection[str] | None = None) -> Iterator[Statement]:
    """What payers told of some claims, or of all, in the payments that count; by claim and payer."""
    asked = "" if claim_ids is None else "WHERE claim_id IN (SELECT value FROM json_each(?)) "
    rows = database.execute(
        "SELECT payer, fingerprint, at, paid_date, trace, told FROM statement JOIN counted USING (fingerprint) "
        f"{asked}ORDER BY claim_id, payer, paid_date, fingerprint, at",
        () if claim_ids is None else (json.dumps(sorted(claim_ids)),),
    )
    for payer, known_as, at, on, trace, words in rows:
        yield Statement(payer, known_as, at, _day(on), trace, claim_payment(words))


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
