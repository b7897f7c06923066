"""Claims and their versions: a correction or a void is a new version, and what was sent stays as it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk, new_id
from romberg.store.workplace.tables import claim_versions, claims, visits

ClaimStatus = Literal["ready", "sent", "accepted", "rejected", "paid", "denied", "appealed", "closed"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim in one of its versions: `body` is its text as JSON, `frequency` 1 (new), 7 (replaces) or 8 (voids)."""

    id: str
    number: int
    newest: int
    visit_id: str | None
    payer: str
    service_date: date | None
    charge_cents: int
    status: str
    frequency: str
    body: str
    why: str | None
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """What is to be kept of a claim; `identity` tells it from all others (see `identity`), None where nothing does."""

    payer: str
    service_date: date | None
    charge_cents: int
    body: str
    frequency: str = "1"
    visit_id: str | None = None
    identity: str | None = None
    why: str | None = None


def identity(desk: Desk, *parts: str | date, lines: tuple[str, ...]) -> str:
    """By what a claim is known when it comes again: patient, payer, day, provider, and its lines in any order."""
    return desk.sealer.index("claim", "\x1f".join([*(str(one) for one in parts), *sorted(lines)]))


def keep(desk: Desk, draft: ClaimDraft, claim_id: str | None = None, base: int | None = None) -> Claim:
    """Keep a claim: as a new version of one that is named, else as a new one.

    One that is there already by its identity comes back unchanged. Raises Unreadable ("overtaken") where a newer
    version than `base` is there, ("no_claim", "no_visit") where the clinic has no such claim or visit.
    """
    if draft.visit_id is not None and desk.one(visits, id=draft.visit_id) is None:
        raise Unreadable("no_visit", "There is no such visit in this clinic.", "visit")
    if claim_id is not None:
        return _changed(desk, draft, claim_id, base)
    if draft.identity is not None:
        desk.turn(f"claim/{draft.identity}")
        row = desk.one(claims, claim_index=draft.identity)
        if row is not None:
            return _claim(desk, row, row["newest"])
    return _new(desk, draft)


def opened(desk: Desk, claim_id: str, number: int | None = None) -> Claim | None:
    """A claim in its newest version, or in the one that is named; None where the clinic has none such."""
    row = desk.one(claims, id=claim_id)
    if row is None or not 0 < (number or row["newest"]) <= row["newest"]:
        return None
    trail.note(desk, "read", f"claim/{claim_id}", version=number or row["newest"])
    return _claim(desk, row, number or row["newest"])


def move(desk: Desk, claim_id: str, status: ClaimStatus) -> None:
    """Bring a claim to another status; the trail keeps who did it and when."""
    if not desk.change(claims, {"id": claim_id}, status=status, changed_at=desk.clock()):
        raise Unreadable("no_claim", "There is no such claim in this clinic.", "claim")
    trail.note(desk, "write", f"claim/{claim_id}", status=status)


def listed(desk: Desk, *where: ColumnElement[bool], limit: int = 100) -> list[dict[str, Any]]:
    """The plain columns of claims that meet conditions on `tables.claims`, the latest service first."""
    rows = desk.all(claims, *where, order_by=(claims.c.service_date.desc(), claims.c.id), limit=limit)
    trail.note(desk, "read", "claims", count=len(rows))
    return rows


def _new(desk: Desk, draft: ClaimDraft) -> Claim:
    claim_id = new_id()
    desk.insert(
        claims, id=claim_id, visit_id=draft.visit_id, claim_index=draft.identity, newest=1, payer=draft.payer,
        service_date=draft.service_date, charge_cents=draft.charge_cents, status="ready", changed_at=desk.clock(),
        **desk.made(),
    )  # fmt: skip
    return _version(desk, draft, claim_id, 1)


def _changed(desk: Desk, draft: ClaimDraft, claim_id: str, base: int | None) -> Claim:
    row = desk.one(claims, lock=True, id=claim_id)
    if row is None:
        raise Unreadable("no_claim", "There is no such claim in this clinic.", "claim")
    if base is not None and base != row["newest"]:
        says = "Somebody else changed this claim while you worked on it; nothing was overwritten. Open it again."
        raise Unreadable("overtaken", says, "version")
    number = row["newest"] + 1
    desk.change(
        claims, {"id": claim_id}, newest=number, payer=draft.payer, service_date=draft.service_date,
        charge_cents=draft.charge_cents, changed_at=desk.clock(),
    )  # fmt: skip
    return _version(desk, draft, claim_id, number)


def _version(desk: Desk, draft: ClaimDraft, claim_id: str, number: int) -> Claim:
    desk.insert(
        claim_versions, claim_id=claim_id, number=number, frequency=draft.frequency, charge_cents=draft.charge_cents,
        body=draft.body, why=draft.why, **desk.made(),
    )  # fmt: skip
    trail.note(desk, "write", f"claim/{claim_id}", version=number, frequency=draft.frequency)
    row = desk.one(claims, id=claim_id)
    assert row is not None
    return _claim(desk, row, number)


def _claim(desk: Desk, row: dict[str, Any], number: int) -> Claim:
    kept = desk.one(claim_versions, claim_id=row["id"], number=number)
    assert kept is not None
    return Claim(
        row["id"], number, row["newest"], row["visit_id"], row["payer"], row["service_date"], kept["charge_cents"],
        row["status"], kept["frequency"], kept["body"], kept["why"], kept["made_by"], kept["made_at"],
    )  # fmt: skip
