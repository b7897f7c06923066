"""Takes a backup while people work: one moment of the database, the books, and the files beside them."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Connection

from romberg import __version__
from romberg.formats.unreadable import Unreadable
from romberg.knowledge.data_folder import data_folder
from romberg.store.database import NAME as BOOKS
from romberg.store.workplace import schema, trail, trail_check
from romberg.store.workplace.backup import members
from romberg.store.workplace.backup.cipher import Head, Writing, new_salt
from romberg.store.workplace.backup.members import FILE, TABLE, Member, Sink
from romberg.store.workplace.engine import file_of, reads_only
from romberg.store.workplace.tables import moment_text
from romberg.store.workplace.workplace import Workplace

_PIECE = 1 << 18
_BESIDE_DATABASES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that was taken: what it holds, the SHA-256 of its manifest, its size in bytes."""

    members: tuple[Member, ...]
    manifest: str
    size: int


def take(workplace: Workplace, path: Path) -> Taken:
    """Write a backup, whole or not at all; raises Unreadable where it cannot be written, or is there already.

    The key file is not in it: whoever finds the backup cannot read it, and whoever restores it needs the key file.
    """
    if path.exists():
        raise Unreadable("output", f"{path} exists already; name another file.", str(path))
    try:
        with _beside(path) as file:
            sink = Writing(file, workplace.keyring.sealer, _head(workplace))
            held, known_as = _written(workplace, sink, data_folder(), path)
            sink.close()
            size = file.tell()
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Unreadable("output", f"The backup cannot be written to {path} ({reason}).", str(path)) from None
    with workplace.whole() as desk:
        rows = sum(one.count for one in held if one.kind == TABLE)
        trail.note(desk, "backup", f"backup/{known_as}", rows=rows, bytes=size)
    trail_check.keep_heads(workplace)
    return Taken(tuple(held), known_as, size)


def _head(workplace: Workplace) -> Head:
    key, now = workplace.keyring.sealer.current, moment_text(workplace.clock())
    with reads_only(workplace.engine).begin() as connection:
        step = schema.standing(connection) or ""
    return Head(key, new_salt(), now, __version__, step)


def _written(workplace: Workplace, sink: Sink, folder: Path, own: Path) -> tuple[list[Member], str]:
    held: list[Member] = []
    with one_moment(workplace) as connection:
        held += [
            members.put(sink, TABLE, one.name, members.rows(connection, one)) for one in members.reflected(connection)
        ]
    held += [members.put(sink, FILE, name, _pieces(path)) for name, path in _files(folder, workplace, own)]
    if (folder / BOOKS).exists():
        with _copied(folder / BOOKS) as copy:
            held.append(members.put(sink, FILE, BOOKS, _pieces(copy)))
    return held, members.put_manifest(sink, held)


@contextmanager
def one_moment(workplace: Workplace) -> Iterator[Connection]:
    """The database as it is at one moment, however long it takes to read it and whoever writes meanwhile."""
    engine = reads_only(workplace.engine)
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with engine.begin() as connection:
        yield connection


def _files(folder: Path, workplace: Workplace, own: Path) -> Iterator[tuple[str, Path]]:
    """The files of the data folder by their names in it: cards, sheets, imported tables; no keys and no databases."""
    database = file_of(workplace.engine.url)
    left_out = {workplace.key_file, trail_check.heads_file(workplace), folder / BOOKS, own}
    for one in (database, folder / BOOKS):
        left_out |= {one, *(Path(f"{one}{more}") for more in _BESIDE_DATABASES)} if one else set()
    left = {one.absolute() for one in left_out}
    for path in sorted(folder.rglob("*")):
        temporary = path.name.startswith((".keys-", ".romberg-", ".backup-"))
        if path.is_file() and not path.is_symlink() and path.absolute() not in left and not temporary:
            yield path.relative_to(folder).as_posix(), path


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


@contextmanager
def _copied(books: Path) -> Iterator[Path]:
    """A copy of the books at one moment, made by SQLite's own backup, and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=books.parent) as held:
        copy = Path(held) / BOOKS
        with closing(sqlite3.connect(books)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        yield copy


@contextmanager
def _beside(path: Path) -> Iterator[IO[bytes]]:
    """A file for its owner alone that gets its name when it is whole and on the disk."""
    handle, name = tempfile.mkstemp(prefix=".backup-", dir=path.absolute().parent)
    try:
        with open(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
