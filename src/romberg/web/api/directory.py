"""`/api/v1/directory`: through which directory a clinic's members sign in."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

from romberg.store.people.directory import settings
from romberg.store.people.directory.settings import Directory
from romberg.store.people.roles import Role
from romberg.web.api.errors import ERRORS
from romberg.web.api.sent import Sent
from romberg.web.desks import at_glance
from romberg.web.permissions import Permission, needs
from romberg.web.staff.directory import keep

router = APIRouter(prefix="/api/v1", tags=["people"], responses=ERRORS)
_Words = list[str]


class DirectoryIn(Sent):
    """A directory; no secret leaves the one that is kept. `hosts`: further ones to which its description may lead."""

    issuer: str = Field(min_length=9, max_length=200, examples=["https://login.clinic.example"])
    client: str = Field(min_length=1, max_length=200, examples=["romberg"])
    secret: str | None = Field(default=None, min_length=1, max_length=400)
    domains: _Words = Field(min_length=1, max_length=20, examples=[["clinic.example"]])
    hosts: _Words = Field(default=[], max_length=20)
    trusted: bool = False
    levels: _Words = Field(default=[], max_length=20)
    vouches: bool = False
    newcomer: Role | None = None
    alone: bool = False
    active: bool = True


class DirectoryOut(BaseModel):
    """A directory as it is kept; `has_secret` in place of the secret, which nobody reads again."""

    issuer: str
    client: str
    has_secret: bool
    domains: _Words
    hosts: _Words
    trusted: bool
    levels: _Words
    vouches: bool
    newcomer: Role | None
    alone: bool
    active: bool


def _out(one: Directory) -> DirectoryOut:
    held = {name: getattr(one, name) for name in DirectoryOut.model_fields if name != "has_secret"}
    return DirectoryOut(has_secret=one.secret is not None, **held)


@router.get("/directory", dependencies=[needs(Permission.MANAGE_CLINIC)])
def clinic_directory(request: Request) -> DirectoryOut:
    """The clinic's directory, in use or not."""
    with at_glance(request) as desk:
        found = settings.kept(desk)
    if found is None:
        raise HTTPException(404, "No directory was set up.")
    return _out(found)


@router.put("/directory", dependencies=[needs(Permission.MANAGE_CLINIC)])
def set_directory(request: Request, given: DirectoryIn) -> DirectoryOut:
    """Set the clinic's directory; one that is to be used is asked first."""
    held = given.model_dump() | {name: tuple(getattr(given, name)) for name in ("domains", "hosts", "levels")}
    return _out(keep(request, Directory(**held)))
