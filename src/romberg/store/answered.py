"""What payers answered to the claims that are known, from the payments that count."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator

from romberg.checks.foretold import Score, summed
from romberg.claims.standing import Standing, Statement, standing
from romberg.report.answers import ClaimAnswer, answer, first_scores
from romberg.store import books, known_claims


def answers(database: sqlite3.Connection, claim_ids: Collection[str] | None = None) -> list[ClaimAnswer]:
    """What stands of the answers to some claims, or to all, by claim and payer."""
    known = {one.claim_id: one for one in known_claims.known(database, claim_ids)}
    names = {one.payer: one.payer_name for one in books.payments(database)}
    found = (
        answer(known.get(claim_id), payer, names.get(payer), told)
        for claim_id, payer, told in _told(database, claim_ids)
    )
    return [one for one in found if one is not None]


def scores(database: sqlite3.Connection, claim_ids: Collection[str] | None = None) -> tuple[Score, ...]:
    """Which findings came true when their payers first decided, by payer and rule."""
    known = {one.claim_id: one for one in known_claims.known(database, claim_ids)}
    return summed(
        score
        for claim_id, payer, told in _told(database, claim_ids)
        if claim_id in known
        for score in first_scores(known[claim_id], payer, told)
    )


def payer_names(database: sqlite3.Connection) -> dict[str, str]:
    """The name of each payer of the books, by what tells payers apart there."""
    return {one.payer: one.payer_name or one.payer for one in books.payments(database)}


def _told(database: sqlite3.Connection, claim_ids: Collection[str] | None) -> Iterator[tuple[str, str, Standing]]:
    told: dict[tuple[str, str], list[Statement]] = {}
    for one in books.told_of(database, claim_ids):
        told.setdefault((one.told.claim_id, one.payer), []).append(one)
    return ((claim_id, payer, standing(every)) for (claim_id, payer), every in told.items())
