"""Proves a trail: every entry as it was written, none missing, none moved, none cut off at the end."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from sqlalchemy import select
from sqlalchemy.engine import Connection

from romberg.store.workplace import trail
from romberg.store.workplace.engine import reads_only
from romberg.store.workplace.keys import Keyring
from romberg.store.workplace.tables import clinics
from romberg.store.workplace.trail import START, Entry, Head
from romberg.store.workplace.workplace import Workplace

_MOST = 20  # faults told of one clinic; the first is the one that matters


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a clinic's trail, and at which entry."""

    clinic: str
    number: int
    says: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check of the trail found: entries looked at, heads kept elsewhere that were compared, and faults."""

    entries: int
    kept_heads: int
    faults: tuple[Fault, ...]


def verify(connection: Connection, keyring: Keyring, kept: Sequence[Head] = (), whole: bool = True) -> Proof:
    """Look at every clinic's trail; with `whole` false only at what came after the newest head that was kept."""
    held = {one.clinic: one for one in trail.heads(connection)}
    named = set(connection.execute(select(clinics.c.clinic_id)).scalars())
    count, faults = 0, []
    for clinic in sorted({*held, *named, *(one.clinic for one in kept)}):
        own = sorted((one for one in kept if one.clinic == clinic), key=lambda one: one.number)
        looked, found = _verified(connection, keyring, clinic, held.get(clinic), own, whole)
        count += looked
        faults += found[:_MOST]
    return Proof(count, len(kept), tuple(faults))


def verify_clinic(
    connection: Connection, keyring: Keyring, clinic: str, kept: Sequence[Head] = (), whole: bool = True
) -> Proof:
    """Look at one clinic's trail, as `verify` looks at each."""
    own = sorted((one for one in kept if one.clinic == clinic), key=lambda one: one.number)
    head = next((one for one in trail.heads(connection) if one.clinic == clinic), None)
    looked, found = _verified(connection, keyring, clinic, head, own, whole)
    return Proof(looked, len(own), tuple(found[:_MOST]))


def _verified(
    connection: Connection, keyring: Keyring, clinic: str, head: Head | None, kept: list[Head], whole: bool
) -> tuple[int, list[Fault]]:
    false = [one for one in kept if not _signed(keyring, one)]
    if false:
        return 0, [Fault(clinic, one.number, "A kept head carries a signature that is not ours.") for one in false]
    if head is None:
        return 0, [Fault(clinic, 0, "The head of this clinic's trail is gone.")]
    after = kept[-1].number - 1 if kept and not whole else 0  # the entry of a kept head itself is looked at again
    chain = _Chain(clinic, max(0, after), {one.number: one.hash for one in kept if one.number > after})
    for entry in trail.entries(connection, clinic, chain.number):
        chain.take(entry)
    chain.end(head, kept)
    if not _signed(keyring, head):
        chain.faults.append(Fault(clinic, head.number, "The head carries a signature that is not ours."))
    return chain.looked, chain.faults


class _Chain:
    """Entries as they come, each compared with what the one before it promises."""

    def __init__(self, clinic: str, after: int, kept: dict[int, str]) -> None:
        self.clinic, self.number, self.kept = clinic, after, kept
        self.last = START if not after else None  # in the middle of a trail nothing is promised yet
        self.looked, self.faults = 0, list[Fault]()

    def take(self, entry: Entry) -> None:
        """The next entry."""
        self.looked += 1
        if entry.number != self.number + 1:
            gone = (
                f"{self.number + 1}" if entry.number == self.number + 2 else f"{self.number + 1} to {entry.number - 1}"
            )
            self._fault(self.number + 1, f"Entry {gone} is missing.")
        elif trail.hash_of(entry) != entry.hash:
            self._fault(entry.number, f"Entry {entry.number} was changed.")
        elif self.last not in (None, entry.previous):
            self._fault(
                entry.number, f"Entry {entry.number} does not follow the one before it: one of them was replaced."
            )
        elif self.kept.get(entry.number, entry.hash) != entry.hash:
            self._fault(entry.number, f"Entry {entry.number} is another one than when its head was kept.")
        self.number, self.last = entry.number, entry.hash

    def end(self, head: Head, kept: list[Head]) -> None:
        """No more entries: as many as the head says, and as any head that was kept says."""
        furthest = max([head, *kept], key=lambda one: one.number)
        if furthest.number > self.number:
            self._fault(
                self.number + 1, f"The trail was cut off: entries {self.number + 1} to {furthest.number} are gone."
            )
        elif head.number < self.number:
            self._fault(head.number + 1, f"Entries after {head.number} were put in without a signature.")
        elif self.last not in (None, head.hash):
            self._fault(head.number, f"Entry {head.number} is another one than the head says.")

    def _fault(self, number: int, says: str) -> None:
        self.faults.append(Fault(self.clinic, number, says))


def _signed(keyring: Keyring, head: Head) -> bool:
    try:
        keyring.signer().public_key().verify(base64.b64decode(head.signature, validate=True), head.says())
    except (InvalidSignature, ValueError):
        return False
    return True


# --- heads kept outside the database


def heads_file(workplace: Workplace) -> Path:
    """Where copies of heads are kept: beside the key file."""
    return workplace.key_file.with_name("workplace.heads")


def keep_heads(workplace: Workplace) -> int:
    """Put today's heads behind those that were kept, and on the disk; how many were new."""
    path = heads_file(workplace)
    known = {(one.clinic, one.number) for one in kept_heads(path)}
    with reads_only(workplace.engine).connect() as connection:
        new = [one for one in trail.heads(connection) if (one.clinic, one.number) not in known]
    if new:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.writelines(as_line(one) for one in new)
            file.flush()
            os.fsync(file.fileno())
    return len(new)


def as_line(head: Head) -> str:
    """A head as a line of the file, and as one keeps it anywhere else."""
    held = {"clinic": head.clinic, "number": head.number, "hash": head.hash, "signature": head.signature}
    return trail.canonical(held) + "\n"


def kept_heads(path: Path) -> list[Head]:
    """The heads of a file; a line that a killed process left half written is passed over."""
    return list(_heads(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []


def _heads(lines: Iterable[str]) -> Iterator[Head]:
    for line in lines:
        try:
            one = json.loads(line)
            yield Head(str(one["clinic"]), int(one["number"]), str(one["hash"]), str(one["signature"]))
        except (ValueError, KeyError, TypeError):
            continue
