"""Opens the database of a user's data folder, and brings it to the schema of this version, one numbered step at a time.

SQLite of the standard library, with a journal written ahead and every commit on the disk before it counts: a process
that is killed loses nothing that was committed and leaves nothing half done.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path

from romberg.formats.unreadable import Unreadable
from romberg.knowledge.data_folder import data_folder

NAME = "romberg.sqlite"
_WAITS = 30.0  # seconds for which one process waits for another that writes
_STEP = re.compile(r"([0-9]{4})_[a-z_]+\.sql")


@contextmanager
def opened(
    folder: Path | None = None, factory: type[sqlite3.Connection] = sqlite3.Connection
) -> Iterator[sqlite3.Connection]:
    """The database of a folder (`ROMBERG_DATA` where none is named), ready for use and closed in the end.

    Raises Unreadable where it cannot be opened, is no database, or was made by a newer Romberg.
    """
    path = (folder or data_folder()) / NAME
    with closing(_connected(path, factory)) as database:
        try:
            yield database
        except sqlite3.OperationalError as error:  # a full disk, or another process that writes without end
            raise _unusable(path, str(error)) from error


def _connected(path: Path, factory: type[sqlite3.Connection]) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _for_its_owner(path)
        database = sqlite3.connect(path, _WAITS, isolation_level=None, factory=factory)
    except (sqlite3.DatabaseError, OSError) as error:
        raise _unusable(path, _reason(error)) from error
    try:
        _durable(database)
        _renewed(database)
    except BaseException as error:
        database.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise _unusable(path, _reason(error)) from error
        raise
    return database


def _reason(error: Exception) -> str:
    return (error.strerror or "no reason given").lower() if isinstance(error, OSError) else str(error)


@contextmanager
def writing(database: sqlite3.Connection) -> Iterator[None]:
    """All that is written inside counts together, or none of it; one process writes at a time."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _for_its_owner(path: Path) -> None:
    """A new database may be read by its owner alone: it holds what patients' claims were paid."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _durable(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")


def _renewed(database: sqlite3.Connection) -> None:
    """Take the steps that the database has not seen yet, each whole or not at all."""
    steps = _steps()
    version = _version(database)
    if version > len(steps):
        says = (
            f"The database {NAME} was made by a newer Romberg (schema {version}; this one knows {len(steps)}); "
            "update Romberg, or name another data folder with ROMBERG_DATA."
        )
        raise Unreadable("newer_database", says, NAME)
    for number in range(version + 1, len(steps) + 1):
        with writing(database):
            if _version(database) < number:  # another process may have taken it while this one waited
                for statement in statements(steps[number - 1]):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {number}")


def _version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def _steps() -> list[str]:
    """The texts of the numbered steps, in order."""
    folder = resources.files("romberg.store") / "schema"
    found = sorted((one for one in folder.iterdir() if _STEP.fullmatch(one.name)), key=lambda one: one.name)
    return [one.read_text(encoding="utf-8") for one in found]


def statements(text: str) -> Iterator[str]:
    """The statements of a text, one by one: each is whole where SQLite says that it is."""
    held = ""
    for line in text.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            yield held
            held = ""


def _unusable(path: Path, reason: str) -> Unreadable:
    says = f"The database {path} cannot be used ({reason}); see to the file, or name another folder with ROMBERG_DATA."
    return Unreadable("database", says, str(path))
