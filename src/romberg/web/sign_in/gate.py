"""The gate of a workplace with sign-in: every request is somebody's, or goes to a page that is named here as public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response

from romberg.store.people import emergency, sign_in, tickets, tokens
from romberg.store.people.roles import Permission, permissions_of
from romberg.store.people.sign_in import Who
from romberg.store.workplace import Workplace
from romberg.web.person import NOBODY, Person, looking

_OTHER_WAYS: Final = (
    "/sign-in/directory", "/sign-in/directory/back", "/sign-in/passkey", "/sign-in/passkey/options",
)  # fmt: skip
PUBLIC: Final = ("/sign-in", *_OTHER_WAYS, "/static/")  # the only addresses that open without a session
HALF: Final = (*PUBLIC, "/sign-in/code", "/sign-out")  # with the password alone
CHANGE: Final = ("/account/password", "/sign-out", "/static/")  # with a password that has to be changed
_API: Final = "/api/"
_UNKNOWN: Final = JSONResponse(
    {
        "error": {
            "code": "sign_in",
            "says": "This token is not in force; make a new one on the page Your account.",
            "at": "",
        }
    },
    401,
)


@dataclass(frozen=True, slots=True)
class Cookies:
    """How the session's cookie is set: over TLS it is named so that no other site and no page can set it."""

    secure: bool

    @property
    def name(self) -> str:
        """The name of the session's cookie."""
        return "__Host-romberg" if self.secure else "romberg"

    def named(self, what: str) -> str:
        """The name of another cookie."""
        return f"{self.name}-{what}"

    def carry(self, answer: Response, what: str, ticket: str) -> None:
        """Hand the browser a ticket; it comes back, too, from a link of another site."""
        lasts = int(tickets.LASTS.total_seconds())
        answer.set_cookie(
            self.named(what), ticket, max_age=lasts, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def drop(self, answer: Response, what: str) -> None:
        """Take a ticket away again."""
        answer.delete_cookie(self.named(what), path="/", secure=self.secure, httponly=True, samesite="lax")

    def give(self, answer: Response, token: str) -> None:
        """Hand the browser a session."""
        answer.set_cookie(self.name, token, path="/", secure=self.secure, httponly=True, samesite="strict")

    def take(self, answer: Response) -> None:
        """Take it away again."""
        answer.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="strict")


class Gate:
    """Finds who a request comes from, and lets nobody else through."""

    def __init__(self, app: Any, workplace: Workplace, cookies: Cookies) -> None:
        self._app = app
        self._workplace = workplace
        self._cookies = cookies

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Let a request through with its person, or send it where somebody signs in."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, headers = scope["path"], Headers(scope=scope)
        if path.startswith(_API) and "authorization" in headers:
            await self._program(scope, receive, send, headers["authorization"])
            return
        found, waiting = (None, 0) if path.startswith("/static/") else await run_in_threadpool(self._who, headers)
        state = scope.setdefault("state", {})
        state |= {"who": found, "cookies": self._cookies, "clinic": "", "person": "", "permissions": frozenset()}
        answer = _elsewhere(path, scope["method"], found, headers.get("hx-request") == "true")
        if answer is not None:
            await answer(scope, receive, send)
            return
        if found is not None and _whole(found):
            held = permissions_of(found.member.role)
            state |= {"clinic": found.member.clinic, "person": found.member.id, "permissions": held}
        looking.set(_shown(found, waiting))
        await self._app(scope, receive, send)

    async def _program(self, scope: dict[str, Any], receive: Any, send: Any, given: str) -> None:
        """A program's request, by its token; such a request is nobody's without a token that is in force."""
        kind, _, token = given.partition(" ")
        found = (
            await run_in_threadpool(tokens.who, self._workplace, token.strip()) if kind.lower() == "bearer" else None
        )
        if found is None:
            await _UNKNOWN(scope, receive, send)
            return
        one, held = found
        scope.setdefault("state", {}).update(who=None, clinic=one.clinic, person=one.id, permissions=held)
        await self._app(scope, receive, send)

    def _who(self, headers: Headers) -> tuple[Who | None, int]:
        """Who asks, and how many openings in an emergency wait for that person's eyes."""
        token = cookie_parser(headers.get("cookie", "")).get(self._cookies.name, "")
        found = sign_in.who(self._workplace, token) if token else None
        if found is None or Permission.SEE_TRAIL not in permissions_of(found.member.role):
            return found, 0
        with self._workplace.glance(found.member.clinic, found.member.id) as desk:
            return found, emergency.waiting(desk)


def _whole(one: Who) -> bool:
    """Whether a session opens more than the pages of signing in."""
    return one.proved and not one.must_change


def _shown(one: Who | None, waiting: int) -> Person:
    if one is None or not _whole(one):
        return NOBODY
    return Person(one.member.name, one.member.role.words, permissions_of(one.member.role), waiting=waiting)


def _elsewhere(path: str, method: str, one: Who | None, part: bool) -> Response | None:
    """The answer to a request that may not go through; None where it may."""
    allowed = PUBLIC if one is None else HALF if not one.proved else CHANGE if one.must_change else None
    if allowed is None or _among(path, allowed):
        return None
    if path.startswith(_API):
        says = "Sign in first; programs send a token (Authorization: Bearer …)."
        return JSONResponse({"error": {"code": "sign_in", "says": says, "at": ""}}, 401)
    where = "/sign-in" if one is None else "/sign-in/code" if not one.proved else "/account/password"
    if one is None and method == "GET" and path != "/":
        where += f"?to={quote(path)}"
    if part:
        return Response(status_code=401, headers={"HX-Redirect": where})
    return RedirectResponse(where, 303)


def _among(path: str, allowed: tuple[str, ...]) -> bool:
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in allowed)
