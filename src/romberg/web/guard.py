"""What stands before every page: only this machine may ask, only our own pages may send, nothing is kept or framed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response

from romberg.web.desks import CLINIC, PERSON
from romberg.web.permissions import EVERYTHING
from romberg.web.person import AMONG_EXAMPLES, looking

LARGEST_BYTES = 25_000_000
_ASKS_ONLY = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Guard:
    """Refuses other hosts, other sites' forms and bodies that are too large; sets the headers of every answer."""

    def __init__(self, app: Any, hosts: frozenset[str], examples: bool = False) -> None:
        self._app = app
        self._hosts = hosts
        self._examples = examples

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope["path"], scope["method"], Headers(scope=scope))
        if refused is not None:
            await refused(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state |= {"permissions": EVERYTHING, "clinic": CLINIC, "person": PERSON}  # the one person on this machine
        if self._examples:
            looking.set(AMONG_EXAMPLES)
        await self._app(scope, _counted(receive), _with_headers(scope["path"], send))

    def _refused(self, path: str, method: str, headers: Headers) -> Response | None:
        if headers.get("host", "").rpartition(":")[0].lower() not in self._hosts:
            return _no(path, "This workplace answers on this machine alone (127.0.0.1).", 403)
        site = headers.get("sec-fetch-site", "same-origin")
        if method not in _ASKS_ONLY and site not in ("same-origin", "none"):
            return _no(path, "Forms of other sites are not taken.", 403)
        if method not in _ASKS_ONLY and not _own_origin(headers):
            return _no(path, "Forms of other sites are not taken.", 403)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BYTES:
            return _no(path, f"More than {LARGEST_BYTES // 1_000_000} MB at once is not taken.", 413)
        return None


def _no(path: str, says: str, status: int) -> Response:
    """A refusal: for a program as an object, for a person as a sentence."""
    if path.startswith("/api/"):
        return JSONResponse({"error": {"code": "refused", "says": says, "at": ""}}, status)
    return PlainTextResponse(says, status)


def _own_origin(headers: Headers) -> bool:
    """Whether the page that sends, where the browser names it, is one of ours."""
    origin = headers.get("origin")
    return origin is None or origin.partition("//")[2] == headers.get("host", "")


def _counted(receive: Receive) -> Receive:
    """The body as it comes in, cut off where it grows beyond what is taken, whatever its head said."""
    left = [LARGEST_BYTES]

    async def take() -> Any:
        message = await receive()
        left[0] -= len(message.get("body", b""))
        return message if left[0] >= 0 else {"type": "http.disconnect"}

    return take


def _with_headers(path: str, send: Send) -> Send:
    async def answer(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = "no-cache" if path.startswith("/static/") else "no-store"
        await send(message)

    return answer
