"""An authenticator in the process of the test: it makes passkeys and answers with them as a browser would send it."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, SYNCABLE, SYNCED, ATTESTED = 1, 4, 8, 16, 64
ORIGIN, HOST = "http://localhost:8750", "localhost"


@dataclass
class Authenticator:
    """One authenticator. `verifies`: it asks for finger, face or PIN; `counts`: its counter rises by each use."""

    verifies: bool = True
    counts: bool = True
    origin: str = ORIGIN
    host: str = HOST
    count: int = 0
    keys: dict[str, tuple[ec.EllipticCurvePrivateKey, str]] = field(default_factory=dict)

    def create(self, options: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """A new passkey, as `navigator.credentials.create` answers; `changed` are lies in what the browser signs."""
        held = secrets.token_bytes(32)
        key = ec.generate_private_key(ec.SECP256R1())
        name = bytes_to_base64url(held)
        self.keys[name] = (key, options["user"]["id"])
        numbers = key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(held).to_bytes(2, "big") + held + cbor2.dumps(public)
        told = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested})
        seen = self._seen("webauthn.create", options, changed)
        response = {"clientDataJSON": bytes_to_base64url(seen), "attestationObject": bytes_to_base64url(told)}
        return _credential(name, {**response, "transports": ["internal", "hybrid", "carrier pigeon"]})

    def get(self, options: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """An answer with one of its passkeys, as `navigator.credentials.get` gives it."""
        allowed = [one["id"] for one in options.get("allowCredentials") or []]
        name = next(one for one in self.keys if not allowed or one in allowed)
        key, handle = self.keys[name]
        self.count += self.counts
        data, seen = self._data(0), self._seen("webauthn.get", options, changed)
        signature = key.sign(data + hashlib.sha256(seen).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": seen, "authenticatorData": data, "signature": signature}
        said = {part: bytes_to_base64url(value) for part, value in response.items()}
        return _credential(name, {**said, "userHandle": handle})

    def _data(self, more: int) -> bytes:
        flags = PRESENT | SYNCABLE | (VERIFIED if self.verifies else 0) | more
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _seen(self, kind: str, options: dict[str, Any], changed: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(said | changed).encode()


def _credential(name: str, response: dict[str, Any]) -> dict[str, Any]:
    assert base64url_to_bytes(name)
    return {"id": name, "rawId": name, "type": "public-key", "response": response}
