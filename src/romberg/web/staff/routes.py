"""The page of a clinic's people: who is there, who comes in, who may do what, and who is out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from romberg.formats.unreadable import Unreadable
from romberg.store.people import members
from romberg.store.people.directory import linking
from romberg.store.people.passkeys import kept
from romberg.store.people.roles import Role, may_make
from romberg.store.people.sign_in import Who
from romberg.store.workplace import Desk
from romberg.web.desks import at_desk, workplace_of
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs

router = APIRouter()
Typed = Annotated[str, Form(max_length=400)]
Change = Literal["role", "disable", "enable", "reset", "second", "unlink"]


def _role(request: Request) -> Role | None:
    """The role of who asks; None in a run without sign-in."""
    found: Who | None = getattr(request.state, "who", None)
    return None if found is None else found.member.role


def _page(request: Request, status: int = 200, says: str = "", first: str = "", whose: str = "") -> HTMLResponse:
    by = _role(request)
    roles = [one for one in Role if by is None or may_make(by, one)]
    with at_desk(request) as desk:
        staff, linked, keys = members.members(desk), linking.linked_people(desk), kept.counted(desk)
    told = {"keys": keys, "says": says, "first": first, "whose": whose}
    return page("people", status, staff=staff, linked=linked, roles=roles, **told)


@router.get("/people", dependencies=[needs(Permission.MANAGE_PEOPLE)], response_class=HTMLResponse)
def people(request: Request) -> HTMLResponse:
    """Everybody of the clinic who can sign in."""
    return _page(request)


@router.post("/people", dependencies=[needs(Permission.MANAGE_PEOPLE)], response_class=HTMLResponse)
def added(request: Request, name: Typed = "", email: Typed = "", role: Typed = "") -> HTMLResponse:
    """A new person; the first password is shown once."""
    try:
        with at_desk(request) as desk:
            _, first = members.add(workplace_of(request), desk, name, email, _of(role), _role(request))
    except Unreadable as error:
        return _page(request, 422, error.says)
    return _page(request, first=first, whose=name)


def _of(role: str) -> Role:
    try:
        return Role(role)
    except ValueError:
        raise Unreadable("role", "Choose a role of the list.", "role") from None


@router.post("/people/{person}/{change}", dependencies=[needs(Permission.MANAGE_PEOPLE)], response_class=HTMLResponse)
def changed(request: Request, person: str, change: Change, role: Typed = "") -> HTMLResponse:
    """Another role, in or out, a new first password, or a lost second factor taken: at once, sessions end."""
    by = _role(request)
    calls: dict[str, Callable[[Desk], str | None]] = {
        "role": lambda desk: members.give_role(desk, person, _of(role), by),
        "disable": lambda desk: members.disable(desk, person, by),
        "enable": lambda desk: members.enable(desk, person, by),
        "reset": lambda desk: members.reset(desk, person, by),
        "second": lambda desk: members.forget_second(desk, person, by),
        "unlink": lambda desk: linking.unlink(desk, person, by),
    }
    try:
        with at_desk(request) as desk:
            first = calls[change](desk)
            one = members.member(desk, person)
    except Unreadable as error:
        return _page(request, 404 if error.code == "not_there" else 422, error.says)
    return _page(request, first=first or "", whose=one.name if one and first else "")
