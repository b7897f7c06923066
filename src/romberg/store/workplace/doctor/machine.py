"""The self-check of this machine: who runs Romberg, and who else can read what it keeps."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import URL

from romberg.formats.unreadable import Unreadable
from romberg.knowledge.data_folder import data_folder
from romberg.store.workplace import keys
from romberg.store.workplace.doctor.sign import Sign
from romberg.store.workplace.engine import NAME as DATABASE
from romberg.store.workplace.engine import address, file_of

_LEAST_FREE = 500_000_000  # bytes
_BESIDE = ("", "-wal", "-shm")
# Passwords with which servers and their images come, or that people type for now.
_DEFAULTS = frozenset(
    ("", "postgres", "postgresql", "password", "passwd", "secret", "admin", "root", "changeme", "change-me", "example",
     "romberg", "test", "1234", "12345", "123456", "12345678", "letmein", "trustno1", "mysecretpassword")
)  # fmt: skip


def user() -> Iterator[Sign]:
    """Whether Romberg runs as root, who may do everything on a machine."""
    if os.name == "posix" and os.geteuid() == 0 and os.environ.get("ROMBERG_ROOT", "").strip().lower() != "yes":
        fix = "start it as a user of its own; in a container of its own set ROMBERG_ROOT=yes"
        yield Sign("root", "Romberg runs as root, so that a fault of it could do anything on this machine.", fix)


def places() -> Iterator[Sign]:
    """Whether others can read the data folder, the databases in it, or the key file; whether there is room."""
    folder, key_file = data_folder(), keys.key_path()
    if folder.exists():
        if any((folder / name).exists() for name in (keys.NAME, DATABASE)):  # else the first start closes it
            yield from _open_to_others("data_folder", "The data folder", folder, "700")
        for path in sorted(folder.glob("*.sqlite*")):
            yield from _open_to_others("database_file", "The database", path, "600")
        if shutil.disk_usage(folder).free < _LEAST_FREE:
            says = f"Less than {_LEAST_FREE // 1_000_000} MB are free where {folder} lies."
            yield Sign("disk", says, "make room before it is full", grave=False)
    if key_file.exists():
        yield from _open_to_others("key_file", "The key file", key_file, "600")
        if key_file.parent not in (folder, folder.parent):
            yield from _writable_by_others(key_file.parent)


def _open_to_others(name: str, what: str, path: Path, mode: str) -> Iterator[Sign]:
    if os.name != "posix":
        return
    found = path.stat()
    if stat.S_IMODE(found.st_mode) & 0o077:
        yield Sign(name, f"{what} {path} is open to others on this machine.", f"chmod {mode} {shlex.quote(str(path))}")
    if found.st_uid != os.geteuid():
        fix = f"chown {os.geteuid()} {shlex.quote(str(path))}"
        yield Sign(name, f"{what} {path} belongs to another user.", fix)


def _writable_by_others(folder: Path) -> Iterator[Sign]:
    if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & 0o022:
        says = f"Others on this machine can replace the key file, for they may write in {folder}."
        yield Sign("key_folder", says, f"chmod go-w {shlex.quote(str(folder))}")


def key_file() -> Iterator[Sign]:
    """Whether the key file of a database that is there is there too."""
    path, database = keys.key_path(), _database()
    if isinstance(database, Path) and database.exists() and not path.exists():
        yield Sign(
            "missing_key", f"The key file {path} is missing.", "put it back from its copy, or name it: ROMBERG_KEYS"
        )
    elif path.exists():
        try:
            keys.load(path)
        except Unreadable as error:
            yield Sign("missing_key", error.says, "put it back from its copy, or name it: ROMBERG_KEYS")


def server_password() -> Iterator[Sign]:
    """Whether the password of the database's server is one that everybody tries first."""
    try:
        url = address()
    except Unreadable as error:
        yield Sign("database_url", error.says, "correct ROMBERG_DATABASE_URL, or unset it")
        return
    if url.get_backend_name() == "postgresql" and _over_a_network(url):
        password = str(url.password or "")
        if password.casefold() in _DEFAULTS or password == url.username:
            says = "The password in ROMBERG_DATABASE_URL is a default one, which everybody tries first."
            yield Sign(
                "default_password", says, f"ALTER ROLE {url.username} PASSWORD '...', and the same in the address"
            )


def _over_a_network(url: URL) -> bool:
    """Whether the server is asked over a network; over a socket of this machine the system itself says who asks."""
    host = url.host or str(url.query.get("host", ""))
    return bool(host) and not host.startswith("/")


def _database() -> Path | URL | None:
    try:
        url = address()
    except Unreadable:
        return None
    return file_of(url) or url
