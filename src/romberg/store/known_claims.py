"""Claims kept until their payers answer: their lines as priced, and what was foretold of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator

from romberg.report.answers.known import KnownClaim, from_plain
from romberg.store.books import Clock
from romberg.store.database import writing


def keep(database: sqlite3.Connection, claims: Iterable[KnownClaim], clock: Clock) -> int:
    """Keep claims, all or none; how many of them are new, or differ from what was known of them.

    A claim that comes without findings leaves in force those that were known.
    """
    count = 0
    with writing(database):
        for one in claims:
            before = next(known(database, (one.claim_id,)), None)
            kept = _with_findings(one, before)
            if kept != before:
                row = (kept.claim_id, json.dumps(kept.as_dict(), sort_keys=True), clock().isoformat())
                database.execute("INSERT INTO known_claim (claim_id, told, known_at) VALUES (?, ?, ?)", row)
                count += 1
    return count


def known(database: sqlite3.Connection, claim_ids: Collection[str] | None = None) -> Iterator[KnownClaim]:
    """What is known of some claims, or of all, in the order of their numbers; each as it was told last."""
    asked = "" if claim_ids is None else "AND claim_id IN (SELECT value FROM json_each(?)) "
    rows = database.execute(
        "SELECT told FROM known_claim WHERE position = "
        "(SELECT max(position) FROM known_claim AS latest WHERE latest.claim_id = known_claim.claim_id) "
        f"{asked}ORDER BY claim_id",
        () if claim_ids is None else (json.dumps(sorted(claim_ids)),),
    )
    for (told,) in rows:
        yield from_plain(json.loads(told))


def _with_findings(one: KnownClaim, before: KnownClaim | None) -> KnownClaim:
    if one.findings or before is None or not before.findings:
        return one
    return KnownClaim(one.claim_id, one.card, one.service_date, one.lines, before.findings)
