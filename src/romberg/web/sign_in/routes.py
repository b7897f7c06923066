"""The pages on which a person signs in, proves the second factor, changes the password, and signs out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from romberg.formats.unreadable import Unreadable
from romberg.store.people import members, second_factor, sign_in, tokens
from romberg.store.people.directory import settings
from romberg.store.people.members import Member
from romberg.store.people.passkeys import kept
from romberg.store.people.roles import permissions_of
from romberg.store.people.sign_in import Who
from romberg.web.desks import workplace_of
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs, opens_without
from romberg.web.sign_in.directory import own, prepare, way_out

router = APIRouter()
Typed = Annotated[str, Form(max_length=400)]


def _who(request: Request) -> Who | None:
    found: Who | None = getattr(request.state, "who", None)
    return found


def _known(request: Request) -> Who:
    found = _who(request)
    if found is None:
        raise Unreadable("sign_in", "Sign in first.", "")
    return found


@router.get("/sign-in", dependencies=[opens_without()], response_class=HTMLResponse)
def asked(request: Request, to: str = "/") -> HTMLResponse:
    """The form of e-mail address and password."""
    return _asked(request, to)


def _asked(request: Request, to: str, status: int = 200, says: str = "") -> HTMLResponse:
    """The page of signing in, with what a clinic can use."""
    return page("sign_in", status, to=own(to), says=says, directory=settings.any_in_use(workplace_of(request)))


@router.post("/sign-in", dependencies=[opens_without()], response_class=HTMLResponse)
def signed_in(request: Request, email: Typed = "", password: Typed = "", to: Typed = "/") -> Response:
    """Look at address and password; the second factor comes next."""
    source = request.client.host if request.client else "unknown"
    try:
        token = sign_in.sign_in(workplace_of(request), email, password, source)
    except Unreadable as error:
        return _asked(request, to, 429 if error.code == "wait" else 401, error.says)
    prepare(workplace_of(request), token)
    answer = RedirectResponse("/sign-in/code", 303)
    request.state.cookies.give(answer, token)
    return answer


@router.get("/sign-in/code", dependencies=[opens_without()], response_class=HTMLResponse)
def code(request: Request) -> Response:
    """The second factor: asked for, or set up where there is none yet."""
    one = _known(request)
    if one.proved:
        return RedirectResponse("/", 303)
    return page("second_factor", **_second(request, one), says="")


def _second(request: Request, one: Who) -> dict[str, Any]:
    """What the page shows: the secret that waits for its first code."""
    with workplace_of(request).glance(one.member.clinic, one.member.id) as desk:
        secret = members.pending_second(desk, one.member)
        held = bool(kept.listed(desk, one.member.id))
    told = {"secret": "", "address": "", "passkey": held, "app": one.member.second}
    if secret is None or held:
        return told
    return told | {"secret": secret, "address": second_factor.address(secret, one.member.email)}


@router.post("/sign-in/code", dependencies=[opens_without()], response_class=HTMLResponse)
def proved(request: Request, code: Typed = "") -> Response:
    """Look at the code; when the factor was set up now, the recovery codes are shown, once."""
    one = _known(request)
    try:
        token, fresh = sign_in.prove(workplace_of(request), one, code)
    except Unreadable as error:
        status = 429 if error.code == "wait" else 401
        return page("second_factor", status, **_second(request, one), says=error.says)
    answer: Response = page("recovery_codes", codes=fresh) if fresh else RedirectResponse("/", 303)
    request.state.cookies.give(answer, token)
    return answer


@router.post("/sign-out", dependencies=[opens_without()])
def signed_out(request: Request) -> Response:
    """End the session, here and for everybody who holds its cookie."""
    one, further = _who(request), None
    if one is not None:
        sign_in.sign_out(workplace_of(request), one)
        further = way_out(request, one)
    answer = page("signed_out", further=further) if further else RedirectResponse("/sign-in", 303)
    request.state.cookies.take(answer)
    return answer


@router.get("/account", dependencies=[needs(Permission.SEE_HELP)], response_class=HTMLResponse)
def account(request: Request) -> HTMLResponse:
    """Who is signed in, and what may be changed of it."""
    return _account(request, _proved(request))


def _account(request: Request, one: Member, status: int = 200, says: str = "", made: str = "") -> HTMLResponse:
    """The page of one's own account; `made` is a new token, shown this one time."""
    held = sorted((each for each in permissions_of(one.role)), key=lambda each: each.value)
    with workplace_of(request).glance(one.clinic, one.id) as desk:
        mine = tokens.listed(desk, one) if Permission.USE_TOKENS in held else []
        keys = kept.listed(desk, one.id)
    values = {"passkeys": keys, "tokens": mine, "scopes": held if Permission.USE_TOKENS in held else [], "made": made}
    return page("account", status, one=one, says=says, must=_known(request).must_change, **values)


@router.post("/account/tokens", dependencies=[needs(Permission.USE_TOKENS)], response_class=HTMLResponse)
def token(
    request: Request, name: Typed = "", scope: Annotated[list[str] | None, Form()] = None, days: int = Form(90, ge=1)
) -> HTMLResponse:
    """A new token for a program."""
    one = _proved(request)
    try:
        with workplace_of(request).desk(one.clinic, one.id) as desk:
            made = tokens.make(desk, one, name, scope or [], days)
    except Unreadable as error:
        return _account(request, one, 422, error.says)
    return _account(request, one, made=made)


@router.post("/account/tokens/end", dependencies=[needs(Permission.USE_TOKENS)], response_class=HTMLResponse)
def token_ended(request: Request, token: Typed = "") -> HTMLResponse:
    """End a token: the next request with it is nobody's."""
    one = _proved(request)
    with workplace_of(request).desk(one.clinic, one.id) as desk:
        tokens.take(desk, one, token)
    return _account(request, one)


@router.get("/account/password", dependencies=[opens_without()], response_class=HTMLResponse)
def password(request: Request) -> HTMLResponse:
    """The form for a new password, also for who has to change a first one."""
    return _account(request, _proved(request))


@router.post("/account/password", dependencies=[opens_without()], response_class=HTMLResponse)
def changed(request: Request, before: Typed = "", after: Typed = "", again: Typed = "") -> Response:
    """The new password; every session ends, and the person signs in with it."""
    one = _proved(request)
    try:
        if after != again:
            raise Unreadable("password", "The new password was typed in two ways; type it twice alike.", "again")
        with workplace_of(request).desk(one.clinic, one.id) as desk:
            members.change_password(desk, one, before, after)
    except Unreadable as error:
        return _account(request, one, 422, error.says)
    answer = RedirectResponse("/sign-in", 303)
    request.state.cookies.take(answer)
    return answer


def _proved(request: Request) -> Member:
    """The person, with both factors."""
    one = _known(request)
    if not one.proved:
        raise Unreadable("sign_in", "Type the code of your app first.", "code")
    return one.member
