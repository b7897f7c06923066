"""The key file: made at the first start, outside the database, readable by its owner alone."""

from __future__ import annotations

import base64
import json
import os
import secrets
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from romberg.formats.unreadable import Unreadable
from romberg.knowledge.data_folder import data_folder
from romberg.store.workplace.sealing import Sealer

NAME = "workplace.keys"
FORMAT = "romberg.keys/1"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of a workplace: those that seal, the one that indexes, the one that signs the trail's heads."""

    sealer: Sealer
    signing_key: bytes = field(repr=False)

    def signer(self) -> Ed25519PrivateKey:
        """The key that signs heads of the trail."""
        return Ed25519PrivateKey.from_private_bytes(self.signing_key)

    def public_key(self) -> str:
        """The key with which anybody can prove those signatures, in base64."""
        return base64.b64encode(self.signer().public_key().public_bytes_raw()).decode()


@dataclass(slots=True)
class KeyFile:
    """The keys of a file, held until the file is replaced."""

    _seen: tuple[int, int, int] = (0, 0, 0)
    _keyring: Keyring | None = field(default=None, repr=False)

    def read(self, path: Path) -> Keyring:
        """The keys as the file has them now; raises Unreadable where it is gone."""
        try:
            now = path.stat()
        except OSError:
            return load(path)  # which tells why
        seen = (now.st_ino, now.st_mtime_ns, now.st_size)
        if self._keyring is None or seen != self._seen:
            self._keyring, self._seen = load(path), seen
        return self._keyring


def key_path() -> Path:
    """Where the key file lies: `ROMBERG_KEYS`, else the data folder."""
    named = os.environ.get("ROMBERG_KEYS", "").strip()
    return Path(named).expanduser() if named else data_folder() / NAME


def fresh() -> Keyring:
    """A new set of keys."""
    name = _new_name()
    sealer = Sealer({name: secrets.token_bytes(_KEY_BYTES)}, name, secrets.token_bytes(_KEY_BYTES))
    return Keyring(sealer, Ed25519PrivateKey.generate().private_bytes_raw())


def _new_name() -> str:
    return secrets.token_hex(4)


def with_new_key(keyring: Keyring) -> Keyring:
    """The same keys and a new one that seals from now on."""
    name = _new_name()
    keys = {**keyring.sealer.keys, name: secrets.token_bytes(_KEY_BYTES)}
    return replace(keyring, sealer=replace(keyring.sealer, keys=keys, current=name))


def without_old_keys(keyring: Keyring) -> Keyring:
    """Only the key that seals is left; call it when nothing sealed with another is left."""
    sealer = keyring.sealer
    return replace(keyring, sealer=replace(sealer, keys={sealer.current: sealer.keys[sealer.current]}))


def load(path: Path) -> Keyring:
    """The keys of a file; raises Unreadable where it is missing or no key file."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return _keyring(kept)
    except FileNotFoundError:
        says = f"The key file {path} is missing; put it back from its copy, or name it with ROMBERG_KEYS."
        raise Unreadable("missing_key", says, str(path)) from None
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        says = f"The key file {path} cannot be read ({reason}); see to its permissions, or name it with ROMBERG_KEYS."
        raise Unreadable("missing_key", says, str(path)) from None
    except (ValueError, KeyError, TypeError):
        says = f"{path} is no key file of Romberg, or is damaged; put it back from its copy."
        raise Unreadable("missing_key", says, str(path)) from None


def _keyring(kept: dict[str, Any]) -> Keyring:
    if kept["format"] != FORMAT:
        raise ValueError(kept["format"])
    keys = {str(name): _bytes(value) for name, value in kept["seal"].items()}
    current = str(kept["current"])
    if current not in keys or any(len(name) != 8 for name in keys):
        raise ValueError(current)
    return Keyring(Sealer(keys, current, _bytes(kept["index"])), _bytes(kept["sign"]))


def _bytes(value: str) -> bytes:
    key = base64.b64decode(value, validate=True)
    if len(key) != _KEY_BYTES:
        raise ValueError(len(key))
    return key


def save(keyring: Keyring, path: Path) -> None:
    """Replace the key file, whole or not at all, and on the disk before this returns."""
    written = _written(keyring, path)
    os.replace(written, path)
    _settled(path.parent)


def create(path: Path) -> Keyring:
    """A new key file; where another process made one in between, that one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = _written(fresh(), path)
    try:
        os.link(written, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(written)
    _settled(path.parent)
    return load(path)


def _written(keyring: Keyring, path: Path) -> Path:
    """The keys in a new file beside it, of its owner alone (0600) and on the disk."""
    sealer = keyring.sealer
    body = {
        "format": FORMAT,
        "current": sealer.current,
        "seal": {name: base64.b64encode(key).decode() for name, key in sealer.keys.items()},
        "index": base64.b64encode(sealer.index_key).decode(),
        "sign": base64.b64encode(keyring.signing_key).decode(),
    }
    handle, name = tempfile.mkstemp(prefix=".keys-", dir=path.parent)
    with open(handle, "w", encoding="utf-8") as file:
        json.dump(body, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _settled(folder: Path) -> None:
    """The folder's entries on the disk, where the system can do that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
