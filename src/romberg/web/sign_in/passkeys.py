"""Passkeys in the browser: made and kept on the page of one's account, used on the pages of signing in.

The pages' own script asks here and answers here, with objects; what was not right comes back as a sentence.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from romberg.formats.unreadable import Unreadable
from romberg.store.people.passkeys import entering, kept
from romberg.store.people.passkeys.ceremony import Site
from romberg.store.people.sign_in import Who
from romberg.web.desks import at_desk, workplace_of
from romberg.web.permissions import Permission, needs, opens_without
from romberg.web.sign_in.directory import address_of, own

router = APIRouter()
Typed = Annotated[str, Form(max_length=400)]


class Answered(BaseModel):
    """What the browser's authenticator answered, with the ticket of the question."""

    ticket: str = Field(max_length=4000)
    credential: dict[str, Any]
    name: str = Field("", max_length=400)
    to: str = Field("/", max_length=2000)


def _site(request: Request) -> Site:
    """For whom passkeys are good here; raises Unreadable where the address is a number, for which there are none."""
    host = request.headers["host"].rpartition(":")[0] or request.headers["host"]
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return Site(host.lower(), address_of(request, ""))
    here = address_of(request, "/").replace(host, "localhost")
    says = f"Passkeys belong to a name, and {host} is a number; open {here} instead."
    raise Unreadable("passkey_host", says, "passkey")


def _who(request: Request) -> Who | None:
    found: Who | None = getattr(request.state, "who", None)
    return found


def _whole(request: Request) -> Who:
    """Somebody with both factors; a program with a token has no account page."""
    found = _who(request)
    if found is None or not found.proved:
        raise Unreadable("sign_in", "Sign in first.", "")
    return found


def _refused(error: Unreadable) -> Response:
    return JSONResponse({"says": error.says}, 422)


@router.post("/account/passkeys/options", dependencies=[needs(Permission.SEE_HELP)])
def asked(request: Request) -> Response:
    """What the browser is asked for to make a passkey."""
    try:
        ticket, options = entering.begin_making(workplace_of(request), _whole(request), _site(request))
    except Unreadable as error:
        return _refused(error)
    return JSONResponse({"ticket": ticket, "options": options})


@router.post("/account/passkeys", dependencies=[needs(Permission.SEE_HELP)])
def made(request: Request, given: Answered) -> Response:
    """Keep the passkey that it made."""
    place, who, site = workplace_of(request), _whole(request), _site(request)
    try:
        entering.finish_making(place, who, site, given.ticket, given.credential, given.name)
    except Unreadable as error:
        return _refused(error)
    return JSONResponse({"to": "/account"})


@router.post("/account/passkeys/name", dependencies=[needs(Permission.SEE_HELP)])
def named(request: Request, passkey: Typed = "", name: Typed = "") -> Response:
    """Another name for a passkey of one's own."""
    who = _whole(request)
    with at_desk(request) as desk:
        kept.rename(desk, who.member, passkey, name)
    return RedirectResponse("/account", 303)


@router.post("/account/passkeys/end", dependencies=[needs(Permission.SEE_HELP)])
def ended(request: Request, passkey: Typed = "") -> Response:
    """Take a passkey of one's own away; every session ends."""
    who = _whole(request)
    with at_desk(request) as desk:
        kept.remove(desk, who.member, passkey)
    answer = RedirectResponse("/sign-in", 303)
    request.state.cookies.take(answer)
    return answer


@router.post("/sign-in/passkey/options", dependencies=[opens_without()])
def wanted(request: Request) -> Response:
    """What the browser is asked for to sign in: for whoever has the first factor, or alone."""
    try:
        ticket, options = entering.begin_using(workplace_of(request), _who(request), _site(request))
    except Unreadable as error:
        return _refused(error)
    return JSONResponse({"ticket": ticket, "options": options})


@router.post("/sign-in/passkey", dependencies=[opens_without()])
def entered(request: Request, given: Answered) -> Response:
    """Look at the answer; the session begins."""
    place, who = workplace_of(request), _who(request)
    try:
        token = entering.finish_using(place, who, _site(request), given.ticket, given.credential)
    except Unreadable as error:
        return _refused(error)
    answer = JSONResponse({"to": own(given.to)})
    request.state.cookies.give(answer, token)
    return answer
