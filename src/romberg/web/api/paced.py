"""Before the interface for programs: a token, or an address, that asks too quickly is told how long to wait."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.responses import JSONResponse

from romberg.store.people.pace import OF_ADDRESS, Pace

_API: Final = "/api/"
_MOST: Final = 20_000  # askers who are remembered; each is a digest and a number


class Paced:
    """Counts requests of programs by token and by address, in memory; nothing is remembered of a token but a digest."""

    def __init__(self, app: Any, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._app, self._clock = app, clock
        self._token, self._address = Pace(a_minute), Pace(a_minute * OF_ADDRESS)
        self._due: dict[bytes, float] = {}

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Let a request through, or say how long to wait."""
        if scope["type"] == "http" and scope["path"].startswith(_API):
            refused = self._early(scope)
            if refused is not None:
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _early(self, scope: dict[str, Any]) -> JSONResponse | None:
        """The answer to a request that comes too early; None where it does not."""
        now = self._clock()
        if len(self._due) >= _MOST:
            self._due = {who: due for who, due in self._due.items() if due > now}
        address = str((scope.get("client") or ("",))[0])
        if seconds := self._waits(f"address {address}", self._address, now):
            return _wait(f"Programs at this address ask more than {self._address.a_minute:,} times a minute", seconds)
        token = Headers(scope=scope).get("authorization", "")
        if token and (seconds := self._waits(f"token {token}", self._token, now)):
            return _wait(f"This token asks more than {self._token.a_minute:,} times a minute", seconds)
        return None

    def _waits(self, who: str, pace: Pace, now: float) -> float:
        key = hashlib.sha256(who.encode("utf-8", "surrogatepass")).digest()
        self._due[key], early = pace.asked(self._due.get(key, 0.0), now)
        return early


def _wait(says: str, seconds: float) -> JSONResponse:
    whole = math.ceil(seconds)
    told = f"{says}; nothing was done. Wait {whole} {'second' if whole == 1 else 'seconds'}, then go on."
    error = {"code": "too_many", "says": told, "at": ""}
    return JSONResponse({"error": error}, 429, {"Retry-After": str(whole)})
