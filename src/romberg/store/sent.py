"""What was sent: control numbers that are never used twice, files that are neither lost nor written twice."""

from __future__ import annotations

import glob
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from romberg.formats.unreadable import Unreadable
from romberg.store.database import writing

NEW, VOID = "1", "8"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a file: its own (ISA13), and that of its first transaction (ST02); neither was used before."""

    control: int
    first_transaction: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A claim about to be sent: what makes it the same as another (`key`), its number, and what is recorded of it."""

    key: str
    claim_id: str
    frequency: str
    source: str
    override: str = ""
    again: str = ""


def already(database: sqlite3.Connection, one: Outgoing) -> str:
    """The number of a claim for the same services that was sent and not voided; empty where there is none."""
    row = database.execute(
        "SELECT claim_id, frequency FROM sent_claim WHERE key = ? ORDER BY control DESC, at DESC LIMIT 1", (one.key,)
    ).fetchone()
    return str(row[0]) if row and row[1] != VOID else ""


def times(database: sqlite3.Connection, key: str) -> int:
    """How often the same services were sent, in whatever way."""
    (count,) = database.execute("SELECT count(*) FROM sent_claim WHERE key = ?", (key,)).fetchone()
    return int(count)


def send(
    database: sqlite3.Connection,
    path: Path,
    claims: Sequence[Outgoing],
    data_of: Callable[[Numbers], bytes],
    now: datetime,
    transactions: int = 1,
) -> int:
    """Record claims as sent, and write their file; the control number that it got.

    `data_of` makes the file of its numbers, with so many transactions. Raises Unreadable where a new claim was sent
    before without a reason for sending it again, where its number was used before, or where the file is there already.
    """
    if path.exists():
        raise Unreadable("output", f"{path} is there already; name another file, so that it stays.", str(path))
    with writing(database):
        for one in claims:
            _refuse_twice(database, one)
            _refuse_number(database, one)
        (before,) = database.execute("SELECT coalesce(sum(transactions), 0) FROM sent_file").fetchone()
        file = (str(path), now.isoformat(), transactions)
        row = database.execute("INSERT INTO sent_file (path, made_at, transactions) VALUES (?, ?, ?)", file)
        control = int(row.lastrowid or 0)
        data = data_of(Numbers(control, int(before) + 1))
        kept = (hashlib.sha256(data).hexdigest(), data, control)
        database.execute("UPDATE sent_file SET sha256 = ?, text = ? WHERE control = ?", kept)
        database.executemany(
            "INSERT INTO sent_claim VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (control, at, one.key, one.claim_id, one.frequency, one.source, one.override or None, one.again or None)
                for at, one in enumerate(claims)
            ),
        )
    finish(database, now)
    return control


def _refuse_twice(database: sqlite3.Connection, one: Outgoing) -> None:
    known = already(database, one)
    if known and one.frequency == NEW and not one.again:
        says = (
            f"{one.source}: these services were claimed before, as {known}. Ask the payer for its status, or send "
            "frequency 7 (replaces) or 8 (voids) with payer_claim_number; where they were truly furnished twice, or "
            "the first file was sent back (999, 277CA), say so with --again REASON."
        )
        raise Unreadable("sent_before", says, one.source)


def _refuse_number(database: sqlite3.Connection, one: Outgoing) -> None:
    """A claim's number comes back with its payment, and so must mean one claim alone."""
    if database.execute("SELECT 1 FROM sent_claim WHERE claim_id = ?", (one.claim_id,)).fetchone():
        says = (
            f"{one.source}: the claim number {one.claim_id} was used before; write another claim_id into the sheet, or "
            "none, and the claim gets a number of its own."
        )
        raise Unreadable("number_used", says, one.source)


def finish(database: sqlite3.Connection, now: datetime) -> list[Path]:
    """Write every file that was recorded and is not on the disk yet, as after a crash; where each was written."""
    waiting = database.execute("SELECT control FROM sent_file WHERE text IS NOT NULL ORDER BY control").fetchall()
    return [path for (control,) in waiting if (path := _finished(database, control, now)) is not None]


def _finished(database: sqlite3.Connection, control: int, now: datetime) -> Path | None:
    """Write one recorded file, while no other process writes it; None where one did so before."""
    with writing(database):
        asked = "SELECT path, text FROM sent_file WHERE control = ? AND text IS NOT NULL"
        row = database.execute(asked, (control,)).fetchone()
        if row is None:
            return None
        path, kept = Path(row[0]), row[1]
        _on_disk(path, kept if isinstance(kept, bytes) else kept.encode("ascii"))
        done = (now.isoformat(), control)
        database.execute("UPDATE sent_file SET text = NULL, written_at = ? WHERE control = ?", done)
    return path


def _on_disk(path: Path, data: bytes) -> None:
    """A file whole or not at all, and on the disk before this returns; what a killed process began is taken away."""
    begun = f".romberg-{path.name}-"
    try:
        for left in path.parent.glob(f"{glob.escape(begun)}*"):
            left.unlink()
        handle, name = tempfile.mkstemp(prefix=begun, dir=path.parent)
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
        _fsync_folder(path.parent)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        says = f"{path} cannot be written ({reason}); the claims are kept, and the next `romberg claim` writes them."
        raise Unreadable("output", says, str(path)) from None


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
