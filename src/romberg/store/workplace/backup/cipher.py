"""A stream under encryption, chunk by chunk: one that was cut, changed or put together anew does not open.

AES-256-GCM over chunks of a mebibyte, each with its number and whether it is the last one; the key of a file is derived
(HKDF-SHA-256) from a key of the key file and a salt of the file's own, so that no number is used twice with one key.
The head is authenticated with every chunk. Source: Hoang, Reyhanitabar, Rogaway, Vizar, "Online
Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance" (the construction STREAM).
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace.sealing import Sealer

MAGIC = b"ROMBERG BACKUP 1\n"
_CHUNK = 1 << 20
_TAG = 16
_LONGEST_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Head:
    """What stands open before a backup: its key and salt, when and by what it was made, at which step of the tables."""

    key: str
    salt: str
    made_at: str
    program: str
    step: str

    def as_line(self) -> bytes:
        """The head as it stands in the file."""
        held = {"key": self.key, "made_at": self.made_at, "program": self.program, "salt": self.salt, "step": self.step}
        return json.dumps(held, sort_keys=True).encode() + b"\n"


def new_salt() -> str:
    """A salt of a file's own."""
    return base64.b64encode(os.urandom(32)).decode()


def _cipher(sealer: Sealer, head: Head) -> AESGCM:
    key = sealer.keys.get(head.key)
    if key is None:
        says = (
            f"The backup was made with the key {head.key}, which the key file does not hold; give the key file of then."
        )
        raise Unreadable("wrong_key", says, "backup")
    salt = base64.b64decode(head.salt)
    return AESGCM(HKDF(SHA256(), 32, salt, b"romberg backup").derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Writing:
    """Takes bytes, and writes them encrypted; nothing can be read of a file that was not closed."""

    def __init__(self, file: IO[bytes], sealer: Sealer, head: Head) -> None:
        self._file, self._cipher, self._line = file, _cipher(sealer, head), head.as_line()
        self._held, self._number = bytearray(), 0
        file.write(MAGIC + self._line)

    def write(self, data: bytes) -> None:
        """More bytes."""
        self._held += data
        while len(self._held) > _CHUNK:
            self._put(bytes(self._held[:_CHUNK]), False)
            del self._held[:_CHUNK]

    def close(self) -> None:
        """The last chunk, which says that it is the last."""
        self._put(bytes(self._held), True)

    def _put(self, chunk: bytes, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last), chunk, MAGIC + self._line)
        self._file.write(bytes([last]) + len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


def head_of(file: IO[bytes]) -> Head:
    """The open head of a backup; raises Unreadable where the file is none."""
    line = file.readline(_LONGEST_HEAD) if file.read(len(MAGIC)) == MAGIC else b""
    try:
        held: dict[str, Any] = json.loads(line)
        head = Head(*(str(held[name]) for name in ("key", "salt", "made_at", "program", "step")))
        base64.b64decode(head.salt, validate=True)
    except (ValueError, KeyError, TypeError):
        raise Unreadable("no_backup", "The file is no backup of Romberg.", "backup") from None
    if head.as_line() != line:
        raise _damaged()
    return head


class Reading:
    """The bytes of a backup again, read as a stream; raises Unreadable where anything of them was changed or cut."""

    def __init__(self, file: IO[bytes], sealer: Sealer) -> None:
        self.head = head_of(file)
        self._cipher, self._file = _cipher(sealer, self.head), file
        self._chunks = self._opened()
        self._held = bytearray()

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end."""
        while len(self._held) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            self._held += chunk
        found = bytes(self._held[:size])
        del self._held[:size]
        return found

    def _opened(self) -> Iterator[bytes]:
        number, last = 0, False
        while not last:
            frame = self._file.read(5)
            size = int.from_bytes(frame[1:], "big")
            if len(frame) < 5 or frame[0] > 1 or not _TAG <= size <= _CHUNK + _TAG:
                raise _damaged()
            last = bool(frame[0])
            try:
                aad = MAGIC + self.head.as_line()
                chunk = self._cipher.decrypt(_nonce(number, last), self._file.read(size), aad)
            except InvalidTag:
                raise _damaged() from None
            number += 1
            if chunk:
                yield chunk
        if self._file.read(1):
            raise _damaged()


def _damaged() -> Unreadable:
    says = "The backup is damaged, cut off or changed; nothing was restored. Take another copy of it, or an older one."
    return Unreadable("damaged_backup", says, "backup")
