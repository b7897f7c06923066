"""What an ID token proves: that this directory says, for us, now, and for this very sign-in, who somebody is.

OpenID Connect Core 1.0, section 3.1.3.7; RFC 8725. Signatures are of public keys alone: a token that is not signed, or
that is signed with something both sides know, proves nothing here, whatever its head says.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from romberg.formats.unreadable import Unreadable

ALLOWED: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
DRIFT: Final = 60.0  # seconds by which clocks may differ
OLDEST: Final = 600.0  # seconds since it was issued
_KINDS: Final = {"R": "RSA", "P": "RSA", "E": "EC"}
Keys = Callable[[bool], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Due:
    """What a token has to say: from whom, for whom, and the word of chance with which this sign-in began."""

    issuer: str
    client: str
    nonce: str


def proven(token: str, keys: Keys, due: Due, now: float) -> dict[str, Any]:
    """What the directory says of a person; raises Unreadable, with what was wrong, where anything of it is not right.

    `keys(again)` gives the directory's keys, `again` where one was not among them; `now` in seconds since 1970.
    """
    claims = _signed(token, keys)
    if not isinstance(claims, dict):
        raise _wrong("form", "is no object")
    _compare(claims, due)
    _in_time(claims, now)
    return claims


def _signed(token: str, keys: Keys) -> Any:
    """What stands in a token that one of the directory's keys signed."""
    import jwt  # noqa: PLC0415  # only where somebody comes through a directory

    try:
        head = jwt.get_unverified_header(token)
        kind, kid = head.get("alg"), head.get("kid")
    except (jwt.PyJWTError, ValueError):
        raise _wrong("form", "is no token") from None
    if kind not in ALLOWED:
        raise _wrong("algorithm", "is not signed in a way that counts")
    listed = _key(keys, kind, kid)
    try:
        key = jwt.PyJWK(listed, algorithm=kind)
        return json.loads(jwt.PyJWS().decode(token, key, [kind], {"enforce_minimum_key_length": True}))
    except (jwt.PyJWTError, ValueError, RecursionError, NotImplementedError):
        raise _wrong("signature", "is not signed by one of its keys") from None


def _key(keys: Keys, kind: str, kid: Any) -> dict[str, Any]:
    """The key that a token names; the only one that fits where it names none."""
    for again in (False, True):
        fit = [one for one in keys(again) if _fits(one, kind) and kid in (None, one.get("kid"))]
        if len(fit) == 1:
            return fit[0]
        if len(fit) > 1:
            raise _wrong("key", "does not say which of its keys signed it")
    raise _wrong("key", "is signed with a key that the directory does not list")


def _fits(key: dict[str, Any], kind: str) -> bool:
    of_kind = key.get("kty") == ("OKP" if kind == "EdDSA" else _KINDS[kind[0]])
    return of_kind and key.get("use", "sig") == "sig" and key.get("alg", kind) == kind


def _compare(claims: dict[str, Any], due: Due) -> None:
    if claims.get("iss") != due.issuer:
        raise _wrong("issuer", "comes from another directory")
    audience = claims.get("aud")
    named = [audience] if isinstance(audience, str) else audience if isinstance(audience, list) else []
    if due.client not in named or claims.get("azp", due.client) != due.client:
        raise _wrong("audience", "is meant for another program")
    if len(named) > 1 and "azp" not in claims:
        raise _wrong("audience", "is meant for several programs at once")
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), due.nonce.encode()):
        raise _wrong("nonce", "belongs to another sign-in")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise _wrong("subject", "does not name a person")


def _in_time(claims: dict[str, Any], now: float) -> None:
    ends, issued, begins = (_moment(claims, name) for name in ("exp", "iat", "nbf"))
    if ends is None or issued is None:
        raise _wrong("time", "does not say how long it holds")
    if ends <= now - DRIFT or issued < now - OLDEST:
        raise _wrong("expired", "is over already; compare the clocks of this machine and of the directory")
    if issued > now + DRIFT or (begins or 0) > now + DRIFT:
        raise _wrong("early", "holds from a later time on; compare the clocks of this machine and of the directory")


def _moment(claims: dict[str, Any], name: str) -> float | None:
    value = claims.get(name)
    plain = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12
    return float(value) if plain and value is not None else None


def strong(claims: dict[str, Any], levels: tuple[str, ...]) -> bool:
    """Whether the directory says that it asked for a second factor: "mfa" among its methods, or one of some levels.

    RFC 8176, section 2.
    """
    methods = claims.get("amr")
    return (isinstance(methods, list) and "mfa" in methods) or claims.get("acr") in levels


def _wrong(code: str, says: str) -> Unreadable:
    words = (
        f"The directory's answer {says}, so nobody was signed in. Begin again; if it stays so, tell whoever runs it."
    )
    return Unreadable(f"directory_{code}", words, "directory")
