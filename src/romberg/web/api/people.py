"""`/api/v1/people` and `/api/v1/tokens`: who works in a clinic and may do what, and what programs may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

from romberg.formats.unreadable import Unreadable
from romberg.store.people import members, tokens
from romberg.store.people.directory import linking
from romberg.store.people.members import Member
from romberg.store.people.roles import Role
from romberg.store.workplace import Desk
from romberg.web.api.errors import ERRORS
from romberg.web.api.sent import DoneOut, Id, Sent
from romberg.web.desks import at_desk, who, workplace_of
from romberg.web.permissions import Permission, needs

router = APIRouter(prefix="/api/v1", responses=ERRORS)
Change = Literal["role", "disable", "enable", "reset", "second", "unlink"]


class PersonIn(Sent):
    """A new person; the role is one that the asking person may give."""

    name: str = Field(min_length=1, max_length=200, examples=["Mara Quincey"])
    email: str = Field(min_length=3, max_length=200, examples=["mara@harbour.example"])
    role: Role


class ChangeIn(Sent):
    """What changes: another role, out, in again, a new first password, a lost second factor taken away,
    or the directory's account unlinked."""

    change: Change
    role: Role | None = None


class MemberOut(BaseModel):
    """A person of the clinic who can sign in; `second` tells whether their second factor is set up."""

    id: str
    name: str
    email: str
    role: Role
    state: str
    second: bool
    must_change: bool


class FirstOut(BaseModel):
    """What was done, and a first password where there is a new one; it is shown this one time."""

    id: str
    first_password: str | None


class TokenIn(Sent):
    """A new token: what uses it, what it may do, for how many days."""

    name: str = Field(min_length=1, max_length=200, examples=["nightly import"])
    scopes: list[str] = Field(min_length=1, max_length=50, examples=[["IMPORT"]])
    days: int = Field(default=90, ge=1, le=366)


class TokenOut(BaseModel):
    """A token as it is listed, never the token itself."""

    id: str
    name: str
    scopes: list[str]
    ends_at: datetime
    ended: bool


class MadeOut(BaseModel):
    """A new token, shown this one time."""

    token: str


@router.get("/people", tags=["people"], dependencies=[needs(Permission.MANAGE_PEOPLE)])
def list_people(request: Request) -> list[MemberOut]:
    """Everybody of the clinic who can sign in."""
    with at_desk(request) as desk:
        found = members.members(desk)
    return [MemberOut(**{name: getattr(one, name) for name in MemberOut.model_fields}) for one in found]


@router.post("/people", status_code=201, tags=["people"], dependencies=[needs(Permission.MANAGE_PEOPLE)])
def add_person(request: Request, given: PersonIn) -> FirstOut:
    """A new person; an address comes in once, so that the same request sent again is refused."""
    with at_desk(request) as desk:
        role = _self(request, desk).role
        made, first = members.add(workplace_of(request), desk, given.name, given.email, given.role, role)
    return FirstOut(id=made, first_password=first)


@router.post("/people/{person}", tags=["people"], dependencies=[needs(Permission.MANAGE_PEOPLE)])
def change_person(request: Request, person: Id, given: ChangeIn) -> FirstOut:
    """Change what a person may do; it holds at once, and their sessions end."""
    if (given.change == "role") != (given.role is not None):
        raise Unreadable("role", "A role is given with the change to it, and with no other.", "role")
    with at_desk(request) as desk:
        first = _call(desk, person, given, _self(request, desk).role)
    return FirstOut(id=person, first_password=first)


def _call(desk: Desk, person: str, given: ChangeIn, by: Role) -> str | None:
    if given.role is not None:
        members.give_role(desk, person, given.role, by)
        return None
    calls: dict[str, Callable[[Desk, str, Role | None], str | None]] = {
        "disable": members.disable, "enable": members.enable, "reset": members.reset, "second": members.forget_second,
        "unlink": linking.unlink,
    }  # fmt: skip
    return calls[given.change](desk, person, by)


def _self(request: Request, desk: Desk) -> Member:
    """Who asks, with the role that counts: a program has its person's."""
    found = members.member(desk, who(request).person)
    if found is None:
        raise HTTPException(403, "Only somebody who signs in does this.")
    return found


@router.get("/tokens", tags=["tokens"], dependencies=[needs(Permission.USE_TOKENS)])
def list_tokens(request: Request) -> list[TokenOut]:
    """The tokens of the person who asks, the newest first."""
    with at_desk(request) as desk:
        found = tokens.listed(desk, _self(request, desk))
    return [
        TokenOut(
            id=one.id, name=one.name, scopes=sorted(scope.name for scope in one.scopes), ends_at=one.ends_at,
            ended=one.ended,
        )
        for one in found
    ]  # fmt: skip


@router.post("/tokens", status_code=201, tags=["tokens"], dependencies=[needs(Permission.USE_TOKENS)])
def make_token(request: Request, given: TokenIn) -> MadeOut:
    """A new token; one that a token makes does no more than that token."""
    held = {one.name for one in who(request).permissions}
    if not set(given.scopes) <= held:
        raise Unreadable("scopes", "A token does some of what you may do, and nothing else.", "scopes")
    with at_desk(request) as desk:
        return MadeOut(token=tokens.make(desk, _self(request, desk), given.name, given.scopes, given.days))


@router.delete("/tokens/{token}", tags=["tokens"], dependencies=[needs(Permission.USE_TOKENS)])
def end_token(request: Request, token: Id) -> DoneOut:
    """End a token of the person who asks: the next request with it is nobody's."""
    with at_desk(request) as desk:
        one = _self(request, desk)
        if token not in {each.id for each in tokens.listed(desk, one)}:
            raise HTTPException(404)
        tokens.take(desk, one, token)
    return DoneOut(id=token)
