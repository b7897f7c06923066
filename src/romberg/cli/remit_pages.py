"""What `romberg remit` prints for people: payments, claims, the ledger, and which findings came true."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from romberg.checks.foretold import Score
from romberg.cli.remit_objects import Told
from romberg.formats.answers import lines_of, sum_lines
from romberg.money import usd
from romberg.report.answers import ClaimAnswer, by_payer
from romberg.store import books
from romberg.store.books import Payment

_WORDS = {
    "posted": "posted",
    "known": "known already, nothing changed",
    "contested": "told before in another way: neither counts until one is taken (--take)",
    "refused": "NOT posted",
}
_SHORT = 12  # signs of a fingerprint that people type


def payment_line(source: str, told: Told) -> str:
    """One payment and what became of it."""
    one = told.head
    claims = "1 claim" if told.claims == 1 else f"{told.claims} claims"
    paid = "amount not readable" if one.paid_cents is None else usd(-one.paid_cents if one.is_debit else one.paid_cents)
    on = f" of {one.paid_date}" if one.paid_date else ""
    name = one.payer_name or one.payer_id or "unknown payer"
    became = _WORDS[told.posting.outcome]
    return f"{source}: {name}, payment {one.trace or 'without a number'}{on}: {paid}, {claims}; {became}"


def claims_page(found: Sequence[ClaimAnswer]) -> Iterator[str]:
    """Each claim with its answer, then the sums by payer."""
    for one in found:
        yield ""
        yield from lines_of(one)
    sums = by_payer(found)
    if sums:
        yield ""
        yield from sum_lines(sums)


def ledger_page(database: sqlite3.Connection, found: Sequence[ClaimAnswer], names: Mapping[str, str]) -> Iterator[str]:
    """The books: payments, balances by claim and payer, sums by payer."""
    every = list(books.payments(database))
    yield from (_payment(one) for one in every)
    if not every:
        yield "Nothing was posted yet; post a remittance with `romberg remit FILE`."
        return
    yield ""
    yield "claim                payer                   charged        paid  other cuts     patient"
    for one in books.balances(database):
        cut = sum(cents for _, cents in one.adjusted) - one.patient_cents
        yield (
            f"{one.claim_id:<20} {names[one.payer][:20]:<20} {usd(one.charged_cents):>10}  {usd(one.paid_cents):>10}  "
            f"{usd(cut):>10}  {usd(one.patient_cents):>10}"
        )
    yield ""
    banked = sum(one.received_cents for one in every if one.counts)
    moved = sum(cents for (_, account, _), cents in books.totals(database).items() if account == "moved")
    yield f"To the bank: {usd(banked)}; moved beside the claims (PLB): {usd(moved)}."
    yield from sum_lines(by_payer(found))


def _payment(one: Payment) -> str:
    on = one.paid_date.isoformat() if one.paid_date else "no date   "
    counts = "" if one.counts else "  DOES NOT COUNT: told in several ways, see --take"
    name = one.payer_name or one.payer
    return f"{one.fingerprint[:_SHORT]}  {on}  {usd(one.received_cents):>12}  {one.trace or '-'}  {name}{counts}"


def scores_page(scores: Sequence[Score], names: Mapping[str, str]) -> Iterator[str]:
    """How each rule's findings fared with each payer."""
    if not scores:
        yield "No finding was answered yet: claims made by `romberg claim`, or given with --checked, bring them."
        return
    yield f"{'payer':<20} {'rule':<40}  told  true  otherwise  paid  missed  precision"
    for one in scores:
        precision = "-" if one.precision is None else f"{one.precision:.0%}"
        fared = f"{one.told:>4}  {one.came_true:>4}  {one.denied_otherwise:>9}  {one.paid:>4}  {one.missed:>6}"
        yield f"{names[one.payer][:20]:<20} {one.rule:<40}  {fared}  {precision:>9}"
