"""The page on which an administrator tells of the clinic's directory."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from romberg.formats.unreadable import Unreadable
from romberg.store.people.directory import settings
from romberg.store.people.directory.settings import NEWCOMERS, Directory
from romberg.store.people.roles import Role
from romberg.web.desks import at_desk, at_glance, workplace_of
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs
from romberg.web.sign_in.directory import BACK, address_of, directories_of

router = APIRouter()
_KEPT = "Kept. The directory answers, and members sign in through it from now on."
_RESTS = "Kept. It is not in use: members sign in with their passwords."


class DirectoryForm(BaseModel):
    """What is typed of a directory: lists with spaces between, and choices that are on."""

    issuer: str = Field("", max_length=400)
    client: str = Field("", max_length=400)
    secret: str = Field("", max_length=400)
    domains: str = Field("", max_length=4000)
    hosts: str = Field("", max_length=4000)
    levels: str = Field("", max_length=4000)
    newcomer: str = Field("", max_length=40)
    trusted: bool = False
    vouches: bool = False
    alone: bool = False
    active: bool = False

    def directory(self) -> Directory:
        """As the store takes it; raises Unreadable where the role is none."""
        try:
            newcomer = Role(self.newcomer) if self.newcomer else None
        except ValueError:
            raise Unreadable("role", "Choose a role of the list.", "newcomer") from None
        lists = {name: tuple(getattr(self, name).split()) for name in ("domains", "hosts", "levels")}
        same = {one.name: getattr(self, one.name) for one in fields(Directory)}
        return Directory(**(same | lists | {"newcomer": newcomer, "secret": self.secret or None}))


@router.get("/directory", dependencies=[needs(Permission.MANAGE_CLINIC)], response_class=HTMLResponse)
def directory(request: Request) -> HTMLResponse:
    """What is set up, and what the directory has to know of Romberg."""
    with at_glance(request) as desk:
        return _page(request, settings.kept(desk))


def _page(request: Request, one: Directory | None, status: int = 200, says: str = "", done: str = "") -> HTMLResponse:
    addresses = {"back": address_of(request, BACK), "out": address_of(request, "/sign-in")}
    return page("directory", status, one=one, says=says, done=done, roles=NEWCOMERS, **addresses)


@router.post("/directory", dependencies=[needs(Permission.MANAGE_CLINIC)], response_class=HTMLResponse)
def saved(request: Request, given: Annotated[DirectoryForm, Form()]) -> HTMLResponse:
    """Keep it."""
    asked = None
    try:
        asked = given.directory()
        found = keep(request, asked)
    except Unreadable as error:
        return _page(request, asked, 422, error.says)
    return _page(request, found, done=_KEPT if found.active else _RESTS)


def keep(request: Request, given: Directory) -> Directory:
    """Keep a clinic's directory; one that is to be used is asked first, so that nobody finds out at the sign-in."""
    checked = settings.checked(given)
    if checked.active:
        directories_of(request).fresh(checked)
    with at_desk(request) as desk:
        return settings.save(workplace_of(request), desk, checked)
