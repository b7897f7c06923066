"""An invented directory, in the process of the test: its description, its keys, its doors, and its lies."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from romberg.formats.unreadable import Unreadable
from romberg.store.people.directory.network import Asked

ISSUER, CLIENT, SECRET = "https://login.harbour.example", "romberg", "a secret: of both"


@cache
def rsa_key(which: str = "first") -> rsa.RSAPrivateKey:
    """A key that is made once for all tests."""
    return rsa.generate_private_key(65537, 1024 if which == "weak" else 2048)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    """Another kind of key."""
    return ec.generate_private_key(ec.SECP256R1())


def jwk(key: rsa.RSAPrivateKey, kid: str | None = "k1") -> dict[str, Any]:
    """The public half as directories list it."""
    made = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    return {**made, "use": "sig"} | ({} if kid is None else {"kid": kid})


def ec_jwk(kid: str = "e1") -> dict[str, Any]:
    """The public half of the other kind."""
    made = json.loads(ECAlgorithm.to_jwk(ec_key().public_key()))
    return {**made, "use": "sig", "kid": kid}


@dataclass
class Issuer:
    """The directory. A test changes the `claims` of the next token, how it is signed, what it tells of itself."""

    clock: Callable[[], float]
    claims: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    keys: list[dict[str, Any]] = field(default_factory=lambda: [jwk(rsa_key())])
    sign: Callable[[dict[str, Any]], str] | None = None
    asked: list[Asked] = field(default_factory=list)
    away: bool = False
    began: dict[str, dict[str, str]] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> dict[str, Any]:
        """What it answers, as the network would bring it."""
        self.asked.append(asked)
        if self.away:
            raise Unreadable("directory_away", "The directory's server does not answer.", "issuer")
        path = urlsplit(asked.url).path
        if path.endswith("/.well-known/openid-configuration"):
            return self.description()
        if path == "/token":
            return self.tokens(asked)
        return {"keys": self.keys} if path == "/keys" else self.person

    def description(self) -> dict[str, Any]:
        """The document by which it describes itself."""
        doors = {
            "authorization_endpoint": "/enter", "token_endpoint": "/token", "jwks_uri": "/keys",
            "userinfo_endpoint": "/me", "end_session_endpoint": "/leave",
        }  # fmt: skip
        return {"issuer": ISSUER} | {name: ISSUER + path for name, path in doors.items()} | self.told

    def enter(self, address: str) -> dict[str, str]:
        """A person comes to its door and signs in there: the parameters with which it sends them back."""
        found = {name: one[0] for name, one in parse_qs(urlsplit(address).query).items()}
        assert found["response_type"] == "code"
        assert found["code_challenge_method"] == "S256"
        code = f"code-{len(self.began)}"
        self.began[code] = found
        return {"state": found["state"], "code": code}

    def tokens(self, asked: Asked) -> dict[str, Any]:
        """The tokens for a code: once, for who began, and for the program that it knows."""
        form = dict(asked.form or {})
        began = self.began.pop(form["code"])
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        assert challenge.decode() == began["code_challenge"]
        assert form["redirect_uri"] == began["redirect_uri"]
        pair = base64.b64decode(asked.headers["Authorization"].removeprefix("Basic ")).decode()
        assert [unquote_plus(one) for one in pair.split(":")] == [CLIENT, SECRET]
        now = self.clock()
        said = {
            "iss": ISSUER, "aud": CLIENT, "sub": "u-1", "nonce": began["nonce"], "iat": now, "exp": now + 300,
            "email": "mara@harbour.example", "email_verified": True, "name": "Mara Quincey",
        } | self.claims  # fmt: skip
        said = {name: one for name, one in said.items() if one is not None}
        return {"access_token": "open", "token_type": "Bearer", "id_token": (self.sign or signed)(said)}


def signed(claims: dict[str, Any], kid: str | None = "k1", alg: str = "RS256", key: Any = None) -> str:
    """A token signed as it should be, or otherwise."""
    return jwt.encode(claims, key or rsa_key(), alg, {} if kid is None else {"kid": kid})


def unsigned(claims: dict[str, Any]) -> str:
    """A token that says that nothing signs it."""
    return f"{_part({'alg': 'none', 'kid': 'k1'})}.{_part(claims)}."


def with_public_key_as_secret(claims: dict[str, Any]) -> str:
    """A token signed with the public key as if it were a secret; written by hand, for no library would."""
    public = rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    parts = [_part({"alg": "HS256", "typ": "JWT", "kid": "k1"}), _part(claims)]
    mac = hmac.new(public, ".".join(parts).encode(), hashlib.sha256).digest()
    return ".".join([*parts, base64.urlsafe_b64encode(mac).rstrip(b"=").decode()])


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
