"""What was sent: control numbers that are never used twice, files that are neither lost nor written twice."""

from __future__ import annotations

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


def send(
    database: sqlite3.Connection,
    path: Path,
    claims: Sequence[Outgoing],
    text_of: Callable[[int], str],
    now: datetime,
) -> int:
    """Record claims as sent, and write their file; the control number that it got.

    `text_of` makes the file's text of its control number. Raises Unreadable where a new claim was sent before without
    a reason for sending it again, or where the file is there already.
    """
    if path.exists():
        raise Unreadable("output", f"{path} is there already; name another file, so that it stays.", str(path))
    with writing(database):
        for one in claims:
            _refuse_twice(database, one)
        row = database.execute("INSERT INTO sent_file (path, made_at) VALUES (?, ?)", (str(path), now.isoformat()))
        control = int(row.lastrowid or 0)
        text = text_of(control)
        kept = (hashlib.sha256(text.encode()).hexdigest(), text, control)
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
            "frequency 7 (replaces) or 8 (voids) with payer_claim_number; where they were truly furnished twice, "
            "say so with --again REASON."
        )
        raise Unreadable("sent_before", says, one.source)


def finish(database: sqlite3.Connection, now: datetime) -> list[Path]:
    """Write every file that was recorded and is not on the disk yet, as after a crash; where each was written."""
    rows = database.execute("SELECT control, path, text FROM sent_file WHERE text IS NOT NULL").fetchall()
    for control, path, text in rows:
        _on_disk(Path(path), text)
        with writing(database):
            done = (now.isoformat(), control)
            database.execute("UPDATE sent_file SET text = NULL, written_at = ? WHERE control = ?", done)
    return [Path(path) for _, path, _ in rows]


def _on_disk(path: Path, text: str) -> None:
    """A file whole or not at all, and on the disk before this returns."""
    try:
        handle, name = tempfile.mkstemp(prefix=".romberg-", dir=path.parent)
        try:
            with open(handle, "w", encoding="ascii", newline="") as file:
                file.write(text)
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
