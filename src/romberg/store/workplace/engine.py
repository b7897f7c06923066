"""Opens the workplace's database: SQLite in the user's data folder, or the server that `ROMBERG_DATABASE_URL` names.

Both are asked for the same: what was acknowledged is on the disk, and a row points only to rows that exist.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from romberg.formats.unreadable import Unreadable
from romberg.knowledge.data_folder import data_folder

NAME = "workplace.sqlite"
WAITS = 30  # seconds for which one writer waits for another
_ASKS_AGAIN = 0.002  # seconds after which a writer asks again; SQLite's own pauses grow to 0.1, and starve who waits
_READS = "romberg_reads"  # the execution option of a transaction that only reads


def address() -> URL:
    """Where the database is; raises Unreadable where `ROMBERG_DATABASE_URL` names no SQLite or PostgreSQL."""
    named = os.environ.get("ROMBERG_DATABASE_URL", "").strip()
    if not named:
        return URL.create("sqlite", database=str(data_folder() / NAME))
    try:
        found = make_url(named)
    except ArgumentError:
        raise _no_address() from None
    if found.get_backend_name() == "sqlite" and found.database:
        return found.set(drivername="sqlite")
    if found.drivername.partition("+")[0] in ("postgresql", "postgres"):
        return found.set(drivername="postgresql+psycopg")
    raise _no_address()


def _no_address() -> Unreadable:
    says = "ROMBERG_DATABASE_URL names no PostgreSQL database; write postgresql://USER:PASSWORD@HOST/NAME, or unset it."
    return Unreadable("database_url", says, "ROMBERG_DATABASE_URL")


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database; None for a server."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def engine_of(url: URL) -> Engine:
    """An engine for an address; nothing is opened yet, but the folder of a new file is made, for its owner alone."""
    path = file_of(url)
    if path is not None:
        _for_its_owner(path)
        made = create_engine(url, connect_args={"timeout": WAITS, "check_same_thread": False}, pool_size=8)
        event.listen(made, "connect", _durable)
        event.listen(made, "begin", _begun)
        return made
    try:
        return create_engine(url, pool_size=8, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    except ModuleNotFoundError:
        says = "For PostgreSQL the library psycopg is needed; install it with `pip install 'romberg[postgresql]'`."
        raise Unreadable("missing_library", says, "ROMBERG_DATABASE_URL") from None


def reads_only(engine: Engine) -> Engine:
    """The same engine for transactions that write nothing, and so wait for no writer."""
    return engine.execution_options(**{_READS: True})


def _for_its_owner(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            if path.parent == data_folder():
                path.parent.chmod(0o700)  # something else may have made it, before patients' data were to lie in it
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        says = f"The database {path} cannot be made ({reason}); name another folder with ROMBERG_DATA."
        raise Unreadable("database", says, str(path)) from None


def _durable(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver begins nothing of its own: schema steps are whole, too
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begun(connection: Connection) -> None:
    """A transaction that writes takes its turn at once, so that it never fails half way for another."""
    if connection.get_execution_options().get(_READS):
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        _take_turn(connection)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {WAITS * 1000}")


def _take_turn(connection: Connection) -> None:
    """Ask until no other process writes; raises OperationalError where one does without end."""
    until = time.monotonic() + WAITS
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if time.monotonic() > until or "locked" not in str(error.orig):
                raise
            time.sleep(_ASKS_AGAIN)
        else:
            return
