"""`/api/v1/trail`: who did what in the clinic, and the proof that nothing of it was changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from romberg.store.people import emergency
from romberg.store.people.emergency import Emergency
from romberg.store.workplace import trail, trail_check
from romberg.web.api.errors import ERRORS
from romberg.web.desks import at_desk, workplace_of
from romberg.web.permissions import Permission, needs

router = APIRouter(prefix="/api/v1", tags=["trail"], responses=ERRORS)


class EntryOut(BaseModel):
    """One entry: who did what, when, to what; `hash` is over it and the entry before."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]
    previous: str
    hash: str


class TrailOut(BaseModel):
    """Entries in their order; `following` asks for those after them (`after`), null at the end."""

    entries: list[EntryOut]
    following: int | None


class FaultOut(BaseModel):
    """What is wrong, and at which entry."""

    number: int
    says: str


class ProofOut(BaseModel):
    """What a check of the clinic's trail found: entries looked at, heads kept elsewhere that were compared, faults."""

    whole: bool
    entries: int
    kept_heads: int
    faults: list[FaultOut]


@router.get("/trail", dependencies=[needs(Permission.SEE_TRAIL)])
def list_trail(
    request: Request,
    after: Annotated[int, Field(ge=0, le=10**12)] = 0,
    limit: Annotated[int, Field(ge=1, le=1_000)] = 200,
) -> TrailOut:
    """The clinic's trail, from a number on; reading it is an entry too."""
    with at_desk(request) as desk:
        found = list(trail.entries(desk.connection, desk.clinic, after, limit))
        trail.note(desk, "read", "trail", after=after, count=len(found))
    told = [
        EntryOut(
            number=one.number, at=one.at, actor=one.actor, action=one.action, subject=one.subject,
            detail=trail.read_detail(one.detail), previous=one.previous, hash=one.hash,
        )
        for one in found
    ]  # fmt: skip
    return TrailOut(entries=told, following=found[-1].number if len(found) == limit else None)


@router.get("/trail/proof", dependencies=[needs(Permission.SEE_TRAIL)])
def prove_trail(request: Request, whole: bool = False) -> ProofOut:
    """Whether every entry is as it was written; not `whole`, those since the last head that was kept elsewhere."""
    place = workplace_of(request)
    with at_desk(request) as desk:
        proof = trail_check.verify_clinic(
            desk.connection, place.keyring, desk.clinic, trail_check.kept_heads(trail_check.heads_file(place)), whole
        )
        trail.note(desk, "read", "trail", proof=True, faults=len(proof.faults))
    faults = [FaultOut(number=one.number, says=one.says) for one in proof.faults]
    return ProofOut(whole=whole, entries=proof.entries, kept_heads=proof.kept_heads, faults=faults)


@router.get("/emergencies", dependencies=[needs(Permission.SEE_TRAIL)])
def list_emergencies(request: Request) -> list[Emergency]:
    """Who opened which record in an emergency, why, and what they looked at; people alone acknowledge it."""
    with at_desk(request) as desk:
        return emergency.listed(desk)
