"""Makes a workplace of a backup on an empty machine, and proves that nothing of it is missing.

The whole file is read and proved before anything is made; what is made gets its place when it was compared, row by row,
with what the backup lists: a run that fails or is killed leaves nothing that looks like a workplace.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from sqlalchemy import Connection, insert
from sqlalchemy.engine import URL

from romberg.formats.unreadable import Unreadable
from romberg.knowledge.data_folder import data_folder
from romberg.store.workplace import keys, schema, trail, trail_check
from romberg.store.workplace.backup import members
from romberg.store.workplace.backup.cipher import Head, Reading
from romberg.store.workplace.backup.members import FILE, TABLE, Member, Tally
from romberg.store.workplace.engine import address, engine_of, file_of
from romberg.store.workplace.keys import Keyring
from romberg.store.workplace.workplace import open_workplace

_AT_ONCE = 500
_STAGING = ".restoring-"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a backup holds, each member counted and hashed, and the head that says when and by what it was made."""

    head: Head
    members: tuple[Member, ...]


def check(path: Path, keyring: Keyring) -> Restored:
    """Read a whole backup and compare it with its own manifest; raises Unreadable where they differ."""
    with _opened(path) as file:
        source = Reading(file, keyring.sealer)
        _refuse_newer(source.head)
        found, listed = [], b""
        for kind, name, blocks in members.taken(source):
            tally = Tally(kind, name)
            for block in blocks:
                tally.take(block, block.count(b"\n") if kind == TABLE else len(block))
                listed = listed + block if kind == members.MANIFEST else listed
            found.append(tally.member())
    own = tuple(one for one in found if one.kind != members.MANIFEST)
    if not found or found[-1].kind != members.MANIFEST or members.manifest(own) != listed:
        raise members.broken()
    return Restored(source.head, own)


def restore(path: Path, key_file: Path) -> Restored:
    """Restore a backup with a key file to the data folder and database of this machine, which must be empty yet.

    Where the key file is not at its place yet, it is copied there. Raises Unreadable, and leaves nothing behind, where
    something is there already or the backup does not prove.
    """
    url, folder = address(), data_folder()
    keyring = keys.load(key_file)
    told = check(path, keyring)
    _refuse_other_keys(keyring)
    _refuse_full(folder, {key_file.absolute(), keys.key_path().absolute()})
    own = file_of(url)
    if own is not None and own.exists():
        raise Unreadable("not_empty", f"There is a database {own} already; restore where there is none.", str(own))
    with _staged(folder) as staging:
        _files(path, keyring, staging)
        _database(path, keyring, told, url if own is None else URL.create("sqlite", database=str(staging / own.name)))
        if not keys.key_path().exists():
            keys.save(keyring, keys.key_path())
        _placed(staging, folder, own)
    _proven(told)
    return told


def _proven(told: Restored) -> None:
    """The restored workplace opens with its keys, its trail proves, and says that it was restored."""
    with closing(open_workplace(behind="renewed")) as workplace:
        with workplace.engine.connect() as connection:
            proof = trail_check.verify(connection, workplace.keyring)
        if proof.faults:
            raise Unreadable("trail", f"The restored trail does not prove: {proof.faults[0].says}", "trail")
        with workplace.whole() as desk:
            rows = sum(one.count for one in told.members if one.kind == TABLE)
            trail.note(desk, "restore", "backup", rows=rows)
        trail_check.keep_heads(workplace)


# --- what is refused before anything is made


def _refuse_newer(head: Head) -> None:
    if head.step not in schema.known():
        says = f"The backup was made by another Romberg ({head.program}, step {head.step}); update Romberg first."
        raise Unreadable("newer_backup", says, "backup")


def _refuse_other_keys(keyring: Keyring) -> None:
    place = keys.key_path()
    if place.exists() and keys.load(place) != keyring:
        says = f"Another key file lies at {place}; move it away, or name the place of the right one with ROMBERG_KEYS."
        raise Unreadable("wrong_key", says, str(place))


def _refuse_full(folder: Path, may_be_there: set[Path]) -> None:
    """An empty folder, but for the key file and what a restore that was killed left."""
    held = list(folder.iterdir()) if folder.exists() else []
    for one in held:
        if one.name.startswith(_STAGING):
            shutil.rmtree(one)
        elif one.absolute() not in may_be_there:
            says = f"The data folder {folder} is not empty; restore to an empty one, which ROMBERG_DATA can name."
            raise Unreadable("not_empty", says, str(folder))


# --- making


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Unreadable("backup", f"{path} cannot be used ({reason}); name the backup's file.", str(path)) from None


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A folder in the data folder, in which all is made before it gets its place."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _files(path: Path, keyring: Keyring, target: Path) -> None:
    with _opened(path) as file:
        for kind, name, blocks in members.taken(Reading(file, keyring.sealer)):
            if kind == FILE:
                place = target / _inside(name)
                place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
                    made.writelines(blocks)
                    made.flush()
                    os.fsync(made.fileno())


def _inside(name: str) -> Path:
    """A file's name as a place inside the data folder; raises Unreadable where it leads out of it."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise members.broken()
    return Path(*parts)


def _database(path: Path, keyring: Keyring, told: Restored, url: URL) -> None:
    """All rows in one transaction, at the step of the backup, compared with it before they count."""
    engine = engine_of(url)
    try:
        with engine.begin() as connection:
            if schema.standing(connection) is not None:
                says = "The database holds a workplace already; a backup is restored to an empty one."
                raise Unreadable("not_empty", says, "database")
            schema.begin(connection, told.head.step)
            _filled(connection, path, keyring)
            _compared(connection, told)
    finally:
        engine.dispose()


def _filled(connection: Connection, path: Path, keyring: Keyring) -> None:
    tables = {one.name: one for one in members.reflected(connection)}
    with _opened(path) as file:
        for kind, name, blocks in members.taken(Reading(file, keyring.sealer)):
            if kind != TABLE:
                continue
            if name not in tables:
                raise members.broken()
            batch = []
            for line in members.lines(blocks):
                batch.append(members.values(tables[name], line))
                if len(batch) == _AT_ONCE:
                    connection.execute(insert(tables[name]), batch)
                    batch.clear()
            if batch:
                connection.execute(insert(tables[name]), batch)


def _compared(connection: Connection, told: Restored) -> None:
    """Every table as the database now has it against what the backup lists: as many rows, and the same ones."""
    found = set()
    for table in members.reflected(connection):
        tally = Tally(TABLE, table.name)
        for line in members.rows(connection, table):
            tally.take(line, 1)
        found.add(tally.member())
    if found != {one for one in told.members if one.kind == TABLE}:
        says = "What was restored differs from the backup; nothing was kept. Report this, without any patient's words."
        raise Unreadable("incomplete", says, "backup")


def _placed(staging: Path, folder: Path, database: Path | None) -> None:
    """Everything at its place; the database last, for without it there is no workplace yet."""
    for one in sorted(staging.iterdir()):
        if database is None or one.name != database.name:
            os.rename(one, folder / one.name)
    if database is not None:
        shutil.move(staging / database.name, database)
