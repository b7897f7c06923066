"""Sealed values: readable with the keys alone, and only at the place for which they were sealed.

AES-256-GCM. The place (table, column, row, clinic) is authenticated with the value, so that a value moved to another
row, column or clinic is refused as if it were damaged. Sources: NIST SP 800-38D; RFC 5116.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from romberg.formats.unreadable import Unreadable

_FORMAT = b"\x01"
_ID_BYTES, _NONCE_BYTES = 8, 12
_HEAD = len(_FORMAT) + _ID_BYTES + _NONCE_BYTES


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands."""

    table: str
    column: str
    row: str
    clinic: str

    def authenticated(self) -> bytes:
        """The place in bytes that no other place has."""
        parts = (_utf8(one) for one in ("romberg", self.table, self.column, self.row, self.clinic))
        return b"".join(len(one).to_bytes(4, "big") + one for one in parts)


@dataclass(frozen=True, slots=True)
class Sealer:
    """The keys at work: seals with the newest, opens with each that it knows, and indexes for equality.

    `keys` are by identifier, eight letters or digits each; `current` names the one that seals.
    """

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    index_key: bytes = field(repr=False)

    def seal(self, words: str, place: Place) -> bytes:
        """Words as they are kept: format, key, nonce, ciphertext with its tag."""
        nonce = os.urandom(_NONCE_BYTES)
        ciphertext = AESGCM(self.keys[self.current]).encrypt(nonce, _utf8(words), place.authenticated())
        return _FORMAT + self.current.encode() + nonce + ciphertext

    def open(self, kept: bytes, place: Place) -> str:
        """The words again; raises Unreadable where they were changed or moved, or their key is missing."""
        if kept[:1] != _FORMAT or len(kept) < _HEAD:
            raise _refused(place)
        key = self.keys.get(key_of(kept))
        if key is None:
            says = (
                "The key of a sealed value is not in the key file; restore the key file that belongs to this database."
            )
            raise Unreadable("missing_key", says, f"{place.table}.{place.column}")
        try:
            words = AESGCM(key).decrypt(kept[_HEAD - _NONCE_BYTES : _HEAD], kept[_HEAD:], place.authenticated())
        except InvalidTag:
            raise _refused(place) from None
        return words.decode("utf-8", "surrogatepass")

    def index(self, kind: str, value: str) -> str:
        """A keyed digest of a value, by which an equal one of its kind is found; letters' case and spaces aside."""
        folded = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
        return self.digest(kind, folded)

    def digest(self, kind: str, value: str) -> str:
        """A keyed digest of a value as it is, to the sign."""
        return hmac.new(self.index_key, _utf8(f"{kind}\x1f{value}"), hashlib.sha256).hexdigest()


def key_of(kept: bytes) -> str:
    """The identifier of the key with which a value was sealed."""
    return kept[len(_FORMAT) : len(_FORMAT) + _ID_BYTES].decode("ascii", "replace")


def _utf8(words: str) -> bytes:
    """Words in bytes, whatever signs a file brought into them."""
    return words.encode("utf-8", "surrogatepass")


def _refused(place: Place) -> Unreadable:
    says = (
        f"A sealed value of {place.table}.{place.column} was changed or moved since it was written; nothing of it is "
        "shown. Run `romberg doctor`, and restore the newest backup that verifies."
    )
    return Unreadable("seal_broken", says, f"{place.table}.{place.column}")
