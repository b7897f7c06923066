"""Claims that came before the note of their visit: joined with it when it is kept, and never guessed then either."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from romberg.store.remitting.joining import visit_of
from romberg.store.remitting.known import IMPORTED, body_of, foretold_of, form_of, known_of
from romberg.store.remitting.refresh import refresh
from romberg.store.workplace import Desk, claims
from romberg.store.workplace import tables as t
from romberg.store.workplace.claims import ClaimDraft

_WHY = "The note of its visit came."


def join_waiting(desk: Desk, visit_id: str, day: date | None) -> None:
    """Join the claims that wait for a visit of that day; what their payers answered moves the visit too."""
    if day is None:
        return
    waits = (t.claims.c.visit_id.is_(None), t.claims.c.service_date == day)
    joined = [row["claim_index"] for row in desk.all(t.claims, *waits) if _joined(desk, row, visit_id)]
    refresh(desk, joined)


def _joined(desk: Desk, row: dict[str, Any], visit_id: str) -> bool:
    """Whether a claim bills a visit; then a new version of it says so, with what was found of the visit."""
    kept = desk.one(t.claim_versions, claim_id=row["id"], number=row["newest"])
    if kept is None or form_of(kept["body"]) != IMPORTED:
        return False
    told = json.loads(kept["body"])["claim"]
    if visit_of(desk, told).visit_id != visit_id:
        return False
    known = known_of(kept["body"])
    body = body_of(told, replace(known, findings=known.findings or foretold_of(desk, visit_id)))
    same = (row["payer"], row["service_date"], row["charge_cents"])
    claims.keep(desk, ClaimDraft(*same, body, kept["frequency"], visit_id, why=_WHY), row["id"])
    desk.change(t.claims, {"id": row["id"]}, visit_id=visit_id)
    return True
