"""The pages on which somebody signs in through their clinic's directory: the way there, and the way back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from romberg.formats.unreadable import Unreadable
from romberg.store.people import members, sign_in
from romberg.store.people.directory import crossing, settings
from romberg.store.people.directory.crossing import Returned
from romberg.store.people.directory.discovery import Directories
from romberg.store.people.passkeys import kept
from romberg.store.people.sign_in import Way, Who
from romberg.store.workplace import Workplace
from romberg.web.desks import workplace_of
from romberg.web.pages import page
from romberg.web.permissions import opens_without

router = APIRouter()
BACK = "/sign-in/directory/back"
_CARRIED = "crossing"
Typed = Annotated[str, Form(max_length=400)]
Given = Annotated[str, Query(max_length=4000)]


def directories_of(request: Request) -> Directories:
    """What is known of directories in this run."""
    found: Directories = request.app.state.directories
    return found


def address_of(request: Request, path: str) -> str:
    """One of our own addresses, whole; the guard has looked at the host."""
    return f"{request.url.scheme}://{request.headers['host']}{path}"


def own(to: str) -> str:
    """Where a person wanted to go, if it is a page of ours."""
    plain = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable() and "\\" not in to
    return to if plain else "/"


@router.post("/sign-in/directory", dependencies=[opens_without()], response_class=HTMLResponse)
def left(request: Request, email: Typed = "", to: Typed = "/") -> HTMLResponse:
    """Send somebody to their clinic's directory, with a ticket by which they are known when they come back."""
    place, back = workplace_of(request), address_of(request, BACK)
    try:
        ticket, address = crossing.begin(place, directories_of(request), email, back, own(to))
    except Unreadable as error:
        return page("sign_in", 422, to=own(to), says=error.says, directory=settings.any_in_use(place))
    answer = page("directory_leave", address=address)
    request.state.cookies.carry(answer, _CARRIED, ticket)
    return answer


@router.get(BACK, dependencies=[opens_without()], response_class=HTMLResponse)
def came(request: Request, state: Given = "", code: Given = "", error: Given = "", iss: Given = "") -> Response:
    """Look at what the directory sent somebody back with; the session begins, or a sentence says why not.

    The answer is a page of ours and no redirect: a browser that comes from another site sends the session's cookie only
    from our own page on.
    """
    place, cookies = workplace_of(request), request.state.cookies
    ticket = request.cookies.get(cookies.named(_CARRIED), "")
    try:
        found = crossing.finish(place, directories_of(request), ticket, Returned(state, code, error, iss))
    except Unreadable as refused:
        told = page("sign_in", 401, to="/", says=refused.says, directory=True)
        cookies.drop(told, _CARRIED)
        return told
    one = sign_in.who(place, found.token)
    to = own(found.to) if one is not None and one.proved else "/sign-in/code"
    prepare(place, found.token)
    answer = page("directory_back", to=to)
    cookies.give(answer, found.token)
    cookies.drop(answer, _CARRIED)
    return answer


def prepare(place: Workplace, token: str) -> None:
    """A secret for who has no second factor in force, made here and not where the page is only looked at."""
    one = sign_in.who(place, token)
    if one is None or one.proved or one.member.second:
        return
    with place.desk(one.member.clinic, one.member.id) as desk:
        if not kept.listed(desk, one.member.id):
            members.begin_second(desk, one.member)


def way_out(request: Request, one: Who) -> str | None:
    """Where the directory's own session is ended, for somebody who came through it."""
    if one.way is not Way.DIRECTORY:
        return None
    with workplace_of(request).glance(one.member.clinic, one.member.id) as desk:
        found = settings.in_use(desk)
    back = address_of(request, "/sign-in")
    return None if found is None else crossing.way_out(directories_of(request), found, back)
