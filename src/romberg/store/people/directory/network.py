"""How a clinic's directory is asked: over TLS alone, at a public address alone, briefly, and nowhere else.

The name is resolved once and every address of it looked at; the connection goes to the very address that was looked
at, so that a name that changes its mind in between leads nowhere. No redirect is followed, no proxy asked. A directory
inside a clinic's own network is asked where who runs this machine names its host (`romberg serve --own-directory`).
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from romberg.formats.unreadable import Unreadable

SECONDS: Final = 10.0  # for one question, from the first sign to the last
LARGEST: Final = 1_000_000
_TRANSLATED: Final = ip_network("64:ff9b::/96")  # an IPv4 address in the last four bytes (RFC 6052)
_PORT: Final = 443
Resolve = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a directory: where, a form where something is sent, and heads."""

    url: str
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


Ask = Callable[[Asked], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Network:
    """The way to directories; `inside` are hosts that may lie at an address of one's own network."""

    inside: frozenset[str] = frozenset()
    resolve: Resolve = socket.getaddrinfo

    def __call__(self, asked: Asked) -> dict[str, Any]:
        """The answer as an object; raises Unreadable, with a sentence for an administrator, where there is none."""
        host, port, path = parted(asked.url)
        addresses = self._addresses(host, port)
        try:
            with _reached(addresses, port) as plain:
                status, body = _answer(host, port, plain, path, asked)
        except (OSError, HTTPException) as error:
            reason = error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else _short(error)
            raise _refused(host, f"does not answer over TLS ({reason})") from None
        if status != 200:
            raise _refused(host, f"answers with status {status} where 200 is due", "directory_status")
        return _object(host, body)

    def _addresses(self, host: str, port: int) -> list[str]:
        """The addresses to connect to: every one of the name's is public, or the host may lie inside."""
        try:
            found = [str(one[4][0]) for one in self.resolve(host, port, type=socket.SOCK_STREAM)]
        except OSError:
            raise _refused(host, "is not known to this machine's name service") from None
        if not found or (host not in self.inside and not all(map(public, found))):
            says = "lies at an address that is not public; who runs this machine can allow it with --own-directory"
            raise _refused(host, says, "directory_inside")
        return list(dict.fromkeys(found))


def parted(url: str) -> tuple[str, int, str]:
    """Host, port and path of an address over TLS; raises Unreadable for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORT
    except ValueError:
        parts, port = urlsplit(""), 0
    host = parts.hostname or ""
    plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if parts.scheme != "https" or not host or not plain or "@" in parts.netloc or parts.fragment:
        says = "A directory's address begins with https:// and names a host, such as https://login.clinic.example."
        raise Unreadable("directory_address", says, "issuer")
    return host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def public(address: str) -> bool:
    """Whether an address lies in the open network, whatever form it is written in."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in (found, *_within(found)))


def _within(found: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address leads to."""
    if isinstance(found, IPv4Address):
        return ()
    last = IPv4Address(int(found) & 0xFFFFFFFF) if found in _TRANSLATED else None
    held = (found.ipv4_mapped, found.sixtofour, *(found.teredo or ()), last)
    return tuple(one for one in held if one is not None)


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that this machine trusts (`SSL_CERT_FILE` names others)."""
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def _reached(addresses: list[str], port: int) -> socket.socket:
    """A connection to the first address that takes one: a machine may have no way to some of them."""
    for at, address in enumerate(addresses, 1):
        try:
            return socket.create_connection((address, port), SECONDS / len(addresses))
        except OSError:
            if at == len(addresses):
                raise
    raise OSError("no address")


def _answer(host: str, port: int, plain: socket.socket, path: str, asked: Asked) -> tuple[int, bytes]:
    connection = HTTPSConnection(host, port, timeout=SECONDS)
    plain.settimeout(SECONDS)
    with _ended(plain):
        connection.sock = _trusted().wrap_socket(plain, server_hostname=host)
        with connection.sock:
            heads = {"Accept": "application/json", "User-Agent": "Romberg", **asked.headers}
            body = None if asked.form is None else urlencode(asked.form)
            if body is not None:
                heads["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("GET" if body is None else "POST", path, body, heads)
            answer = connection.getresponse()
            held = answer.read(LARGEST + 1)
    if len(held) > LARGEST:
        raise _refused(host, f"answers with more than {LARGEST // 1_000_000} MB")
    return answer.status, held


@contextmanager
def _ended(plain: socket.socket) -> Iterator[None]:
    """The whole talk ends after some seconds, however slowly the other side speaks."""
    handle = plain.dup()  # what wraps the socket takes it over

    def end() -> None:
        try:
            handle.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is over already

    timer = Timer(SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        handle.close()


def _object(host: str, body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _refused(host, "answers with something that is no JSON object")
    return found


def _short(error: Exception) -> str:
    return (getattr(error, "strerror", None) or type(error).__name__).lower()


def _refused(host: str, says: str, code: str = "directory_away") -> Unreadable:
    return Unreadable(code, f"The directory's server {host[:200]} {says}.", "issuer")
