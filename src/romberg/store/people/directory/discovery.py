"""Where a directory's doors are and which keys it signs with, from its own description, kept for an hour.

OpenID Connect Discovery 1.0, section 4; RFC 8414. Every address must lie on the issuer's host, or on one that the
clinic's settings name beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from typing import Any, Final, TypeVar

from romberg.formats.unreadable import Unreadable
from romberg.store.people.directory.network import Ask, Asked, parted
from romberg.store.people.directory.settings import Directory

KEPT: Final = 3600.0
T = TypeVar("T")
AGAIN: Final = 60.0  # a key that is not there is looked for anew, this often at most
AWAY: Final = 10.0  # one that did not answer is left alone so long: nobody ties up this machine by asking for it
AT_ONCE: Final = 8  # questions under way, to all directories together


@dataclass(frozen=True, slots=True)
class Doors:
    """A directory's addresses, and how it wants to be asked."""

    authorize: str
    token: str
    keys: str
    person: str | None
    end: str | None
    basic: bool  # the secret goes in a head, else in the form
    names_itself: bool  # it says who it is when it sends a person back (RFC 9207)


@dataclass(slots=True)
class Directories:
    """What is known of directories at work."""

    network: Ask
    clock: Callable[[], float] = time.monotonic
    _kept: dict[tuple[str, ...], tuple[float, Any]] = field(default_factory=dict, repr=False)
    _turn: Lock = field(default_factory=Lock, repr=False)
    _free: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE), repr=False)

    def ask(self, asked: Asked) -> dict[str, Any]:
        """An answer of the network; raises Unreadable where there is none, or too many wait for theirs."""
        if not self._free.acquire(timeout=1):
            raise Unreadable("directory_busy", "Too many sign in at once; try again in a minute.", "directory")
        try:
            return self.network(asked)
        finally:
            self._free.release()

    def doors(self, directory: Directory) -> Doors:
        """The doors of a directory; raises Unreadable where it does not answer or describes another one."""
        key = ("doors", directory.issuer, *directory.hosts)
        return self._held(key, KEPT, lambda: _doors(directory, self.ask))

    def fresh(self, directory: Directory) -> None:
        """Ask a directory anew for its doors and keys; raises Unreadable where something of them will not do."""
        with self._turn:
            self._kept.clear()
        self.keys(directory)

    def keys(self, directory: Directory, again: bool = False) -> list[dict[str, Any]]:
        """The public keys with which it signs; `again` where one was not among those that are kept."""
        doors = self.doors(directory)
        key = ("keys", directory.issuer, doors.keys)
        return self._held(key, AGAIN if again else KEPT, lambda: _keys(self.ask, doors.keys))

    def _held(self, key: tuple[str, ...], lasts: float, found: Callable[[], T]) -> T:
        """What was found within some seconds, else found anew; why nothing was, where that is a moment ago."""
        with self._turn:
            held: tuple[float, T | Unreadable | None] = self._kept.get(key, (0.0, None))
        at, value = held
        if isinstance(value, Unreadable) and self.clock() - at < AWAY:
            raise Unreadable(value.code, value.says, value.at)
        if value is not None and not isinstance(value, Unreadable) and self.clock() - at < lasts:
            return value
        try:
            fresh = found()
        except Unreadable as error:
            self._keep(key, error)
            raise
        self._keep(key, fresh)
        return fresh

    def _keep(self, key: tuple[str, ...], value: Any) -> None:
        with self._turn:
            self._kept[key] = (self.clock(), value)


def _doors(directory: Directory, ask: Ask) -> Doors:
    told = ask(Asked(f"{directory.issuer.rstrip('/')}/.well-known/openid-configuration"))
    if told.get("issuer") != directory.issuer:
        says = "The directory describes itself under another name than the issuer of the settings; compare the two."
        raise Unreadable("directory_issuer", says, "issuer")
    required = {name: _own(directory, told, name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    for name, value in required.items():
        if value is None:
            raise Unreadable("directory_description", f"The directory's description lacks {name}.", "issuer")
    ways = told.get("token_endpoint_auth_methods_supported")
    return Doors(
        str(required["authorization_endpoint"]),
        str(required["token_endpoint"]),
        str(required["jwks_uri"]),
        _own(directory, told, "userinfo_endpoint"),
        _own(directory, told, "end_session_endpoint"),
        not isinstance(ways, list) or "client_secret_basic" in ways,
        told.get("authorization_response_iss_parameter_supported") is True,
    )


def _own(directory: Directory, told: dict[str, Any], name: str) -> str | None:
    """An address of the description, if it lies where the clinic said the directory is."""
    url = told.get(name)
    if not isinstance(url, str):
        return None
    host, _, _ = parted(url)
    if host not in {parted(directory.issuer)[0], *directory.hosts}:
        says = f"The directory's description leads to {host[:200]}, which is not the issuer's host; if that is right, "
        raise Unreadable("directory_host", f"{says}add it to the further hosts of the settings.", "hosts")
    return url


def _keys(ask: Ask, url: str) -> list[dict[str, Any]]:
    found = ask(Asked(url)).get("keys")
    keys = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    if not keys:
        raise Unreadable("directory_keys", "The directory's list of keys is empty.", "issuer")
    return keys
