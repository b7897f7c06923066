"""The trail: who did what, when, to what; each entry bound to the one before it, and the last one signed.

An entry holds names of rows, numbers and words of the program, never a patient's: `note` refuses anything else. The
hash of an entry is SHA-256 over the hash before it and the entry in one canonical form; the clinic's head (how many
entries, the last hash) is signed with a key that lies outside the database, and copies of heads lie beside the keys.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from romberg.store.workplace.desk import Desk
from romberg.store.workplace.keys import Keyring
from romberg.store.workplace.tables import moment_text, trail, trail_heads

Action = Literal[
    "read", "write", "export", "print", "import", "sign_in", "sign_out", "refused", "override", "rule_change",
    "people_change", "break_glass", "start", "stop", "backup", "restore", "rotate_keys",
]  # fmt: skip
START = "0" * 64
_PLAIN = re.compile(r"[A-Za-z0-9_.:/+-]{0,128}", re.ASCII)
_NAMES = re.compile(r"[a-z_]{1,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a clinic's trail: `subject` is what it was done to, as `visit/ID`; `detail` plain words as JSON."""

    clinic: str
    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """How far a clinic's trail goes, and its last hash, signed."""

    clinic: str
    number: int
    hash: str
    signature: str

    def says(self) -> bytes:
        """What is signed."""
        return f"romberg trail\n{self.clinic}\n{self.number}\n{self.hash}".encode()


def note(desk: Desk, action: Action, subject: str, **detail: str | int | bool | None) -> None:
    """Put an entry on the trail of the desk's clinic; it is written, with the work, when the desk is closed.

    Raises ValueError where a value could be a patient's words: only names of rows, numbers, codes and dates of releases
    are let in.
    """
    for name, value in (("subject", subject), *detail.items()):
        if isinstance(value, str) and not _PLAIN.fullmatch(value):
            raise ValueError(f"{name} of a trail's entry holds words")
        if not _NAMES.fullmatch(name):
            raise ValueError("a detail of a trail's entry has no plain name")
    desk.entries.append((action, subject, canonical({name: one for name, one in detail.items() if one is not None})))


def subject(kind: str, name: str) -> str:
    """What an entry is about, where somebody else gave the name: a name that is none of ours is not written down."""
    return f"{kind}/{name}" if name and len(name) <= 64 and _PLAIN.fullmatch(name) else f"{kind}/unknown"


def canonical(value: Any) -> str:
    """An object in the one form that is hashed."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def read_detail(detail: str) -> dict[str, Any]:
    """The plain words of an entry's detail, by their names."""
    told: dict[str, Any] = json.loads(detail)
    return told


def hash_of(entry: Entry) -> str:
    """The hash that an entry must carry."""
    held = {
        "clinic": entry.clinic, "number": entry.number, "at": moment_text(entry.at), "actor": entry.actor,
        "action": entry.action, "subject": entry.subject, "detail": entry.detail,
    }  # fmt: skip
    return hashlib.sha256(f"{entry.previous}\n{canonical(held)}".encode()).hexdigest()


def write(desk: Desk) -> None:
    """Write the desk's entries behind the clinic's last one, and sign the new head; the last thing a desk does."""
    if not desk.entries:
        return
    asked = select(trail_heads.c.number, trail_heads.c.hash).where(trail_heads.c.clinic_id == desk.clinic)
    number, last = desk.connection.execute(asked.with_for_update()).one()
    now, rows = desk.clock(), []
    for action, subject, detail in desk.entries:
        number += 1
        entry = Entry(desk.clinic, number, now, desk.actor, action, subject, detail, last, "")
        last = hash_of(entry)
        rows.append(_row(entry, last))
    desk.connection.execute(insert(trail), rows)
    head = signed(desk.keyring, desk.clinic, number, last)
    changed = update(trail_heads).where(trail_heads.c.clinic_id == desk.clinic)
    desk.connection.execute(changed.values(number=number, hash=last, signature=head.signature))
    desk.entries.clear()


def _row(entry: Entry, own: str) -> dict[str, Any]:
    return {
        "clinic_id": entry.clinic, "number": entry.number, "at": entry.at, "actor": entry.actor,
        "action": entry.action, "subject": entry.subject, "detail": entry.detail, "previous": entry.previous,
        "hash": own,
    }  # fmt: skip


def begin(desk: Desk) -> None:
    """The empty trail of a new clinic."""
    head = signed(desk.keyring, desk.clinic, 0, START)
    row = {"clinic_id": desk.clinic, "number": 0, "hash": START, "signature": head.signature}
    desk.connection.execute(insert(trail_heads).values(**row))


def signed(keyring: Keyring, clinic: str, number: int, last: str) -> Head:
    """A head with its signature (Ed25519)."""
    bare = Head(clinic, number, last, "")
    return Head(clinic, number, last, base64.b64encode(keyring.signer().sign(bare.says())).decode())


def entries(connection: Connection, clinic: str, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
    """The entries of a clinic's trail in their order, from a number on."""
    asked = select(trail).where(trail.c.clinic_id == clinic, trail.c.number > after).order_by(trail.c.number)
    streamed = connection.execution_options(yield_per=1000).execute(asked.limit(limit))
    for row in streamed.mappings():
        yield Entry(
            row["clinic_id"], row["number"], row["at"], row["actor"], row["action"], row["subject"], row["detail"],
            row["previous"], row["hash"],
        )  # fmt: skip


def heads(connection: Connection) -> list[Head]:
    """The head of every clinic's trail, as the database holds it."""
    asked = select(trail_heads).order_by(trail_heads.c.clinic_id)
    return [Head(*(row[name] for name in ("clinic_id", "number", "hash", "signature")))
            for row in connection.execute(asked).mappings()]  # fmt: skip
