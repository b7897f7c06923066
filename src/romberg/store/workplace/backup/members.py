"""What a backup holds, member by member: rows of tables and files, each in blocks, and the manifest at the end."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Boolean, Connection, Date, LargeBinary, MetaData, String, Table, select

from romberg.formats.unreadable import Unreadable

TABLE, FILE, MANIFEST = "table", "file", "manifest"
_BLOCK = 1 << 18
_LONGEST = 1 << 26
NOT_OURS = "alembic_version"  # a new database gets its own


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes) -> object:
        """More bytes."""


class Source(Protocol):
    """Where bytes come from."""

    def read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end."""


@dataclass(frozen=True, slots=True)
class Member:
    """What one member holds: a table's rows or a file's bytes, how many, and SHA-256 over them."""

    kind: str
    name: str
    count: int
    sha256: str


@dataclass(slots=True)
class Tally:
    """Counts and hashes a member as it goes by."""

    kind: str
    name: str
    count: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def take(self, data: bytes, count: int) -> None:
        """More of it: its bytes, and how many rows or bytes they count as."""
        self._hash.update(data)
        self.count += count

    def member(self) -> Member:
        """What it held in all."""
        return Member(self.kind, self.name, self.count, self._hash.hexdigest())


# --- rows


def reflected(connection: Connection) -> list[Table]:
    """The tables as the database has them, those that others point to first: whatever step it stands at."""
    found = MetaData()
    found.reflect(connection)
    return [one for one in found.sorted_tables if one.name != NOT_OURS]


def rows(connection: Connection, table: Table) -> Iterator[bytes]:
    """A table's rows in the order of their keys, each a line that is the same on every database."""
    server = connection.dialect.name == "postgresql"
    keys = [one.collate("C") if server and isinstance(one.type, String) else one for one in table.primary_key.columns]
    names = sorted(table.columns.keys())
    asked = select(*(table.c[name] for name in names)).order_by(*keys)
    for row in connection.execution_options(yield_per=500).execute(asked):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, date) else value


def values(table: Table, line: bytes) -> dict[str, Any]:
    """A row again, out of its line."""
    names = sorted(table.columns.keys())
    return {name: _value(table.c[name].type, one) for name, one in zip(names, json.loads(line), strict=True)}


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(kind, Boolean) else value


# --- members in a stream


def put(sink: Sink, kind: str, name: str, pieces: Iterable[bytes]) -> Member:
    """Write a member: its head, its bytes in blocks, an empty block; what it held."""
    _block(sink, json.dumps([kind, name]).encode())
    tally, held = Tally(kind, name), bytearray()
    for piece in pieces:
        tally.take(piece, 1 if kind == TABLE else len(piece))
        held += piece
        if len(held) >= _BLOCK:
            _block(sink, bytes(held))
            held.clear()
    if held:
        _block(sink, bytes(held))
    _block(sink, b"")
    return tally.member()


def put_manifest(sink: Sink, members: Iterable[Member]) -> str:
    """Write the list of all members as the last one; its SHA-256."""
    text = manifest(members)
    put(sink, MANIFEST, MANIFEST, [text])
    return hashlib.sha256(text).hexdigest()


def manifest(members: Iterable[Member]) -> bytes:
    """The list of members in its one form."""
    listed = sorted([one.kind, one.name, one.count, one.sha256] for one in members)
    return json.dumps(listed, indent=1).encode()


def taken(source: Source) -> Iterator[tuple[str, str, Iterator[bytes]]]:
    """The members of a stream one after the other: kind, name, and its blocks, to be read before the next."""
    while head := source.read(4):
        kind, name = json.loads(_read(source, head))
        blocks = _blocks(source)
        yield str(kind), str(name), blocks
        for _ in blocks:  # what nobody read is passed over
            pass


def _blocks(source: Source) -> Iterator[bytes]:
    while block := _read(source, source.read(4)):
        yield block


def lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The lines of a member's blocks."""
    held = b""
    for block in blocks:
        *whole, held = (held + block).split(b"\n")
        yield from (one + b"\n" for one in whole)
    if held:
        raise broken()


def _block(sink: Sink, data: bytes) -> None:
    sink.write(len(data).to_bytes(4, "big") + data)


def _read(source: Source, head: bytes) -> bytes:
    size = int.from_bytes(head, "big")
    data = source.read(size) if len(head) == 4 and size <= _LONGEST else b""
    if len(head) < 4 or len(data) < size:
        raise broken()
    return data


def broken() -> Unreadable:
    """What is said where a backup's parts do not fit together."""
    return Unreadable("damaged_backup", "The backup does not hold what it lists; nothing was restored.", "backup")
