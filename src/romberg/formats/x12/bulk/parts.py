"""A file cut into parts that processes read side by side, and the parts joined again in their order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

import polars as pl

from romberg.formats.x12.bulk import BULKS
from romberg.formats.x12.bulk.read import Read
from romberg.formats.x12.bulk.reading import A, Bulk, Reader, joined, of_window
from romberg.formats.x12.bulk.windows import Window, first_start, last_start
from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.segments import begun

PART = 4 << 20  # bytes that a process is handed at a time
_UNKNOWN = "\0"  # what a part begins below, until it is joined: a sign that no file may hold
_LOOK = 256 << 10  # bytes in which the place is sought where a part may end
_WITHIN = 16  # bytes that hold the place where a segment begins, with the end before it


class Part(NamedTuple):
    """A stretch of a file from where something begins to where something begins (`last`: to its end), in bytes.

    In `folder` the lines are handed from process to process, as tables of Arrow.
    """

    folder: str
    path: str
    kind: str
    signs: Delimiters
    start: int
    end: int
    last: bool


class PartRead(NamedTuple):
    """What of a part was read at once, up to a byte of the file, and where its lines wait; None where nothing was."""

    found: Read[Any] | None
    until: int
    table: Path


def parts(path: str, kind: str, folder: str, size: int = PART) -> Iterator[Part]:
    """The parts of a file of one kind (ST01), each of about a size; raises Unreadable where it is no such file."""
    with open(path, "rb") as stream:
        signs, head = begun(stream)
        start = stream.tell() - len(head)
        whole = stream.seek(0, 2)
        while start < whole:
            end = _place(stream, start + size, signs, BULKS[kind].begins) if start + size < whole else whole
            yield Part(folder, path, kind, signs, start, end, last=end == whole)
            start = end


def _place(stream: IO[bytes], at: int, signs: Delimiters, begins: tuple[str, ...]) -> int:
    """The first place behind a byte where something begins; the end of the file where nothing does."""
    while True:
        stream.seek(at)
        data = stream.read(_LOOK)
        found = first_start(data, signs, begins)
        if found < len(data):
            return at + found
        if len(data) < _LOOK:
            return at + len(data)
        at += _LOOK - _WITHIN


def read_part(part: Part) -> PartRead:
    """Read a part by itself, as one of several processes does."""
    bulk, data = BULKS[part.kind], _bytes(part.path, part.start, part.end)
    until = last_start(data, part.signs, bulk.begins) if part.last else len(data)
    unknown = bulk.made([_UNKNOWN] * len(bulk.above))
    found, place = None, Path(part.folder) / f"{part.start}.arrow"
    if until and (read := bulk.read(data[:until], part.signs, unknown)):
        with suppress(OSError):  # no room for the table: the lines are then read where they are wanted
            read.frame.write_ipc(place)
            found = read._replace(frame=read.frame.clear())
    return PartRead(found, part.start + until, place)


def rejoin(part: Part, read: PartRead, reader: Reader[A], bulk: Bulk[A]) -> Iterator[pl.DataFrame]:
    """The lines of a part behind all parts before it; raises Unreadable as the plain reader does."""
    frame = None
    if read.found is not None:
        found = read.found._replace(frame=pl.read_ipc(read.table))
        with suppress(OSError):  # where it is still open it goes with its folder
            read.table.unlink()
        frame = joined(_known(found, reader.above, bulk), reader, bulk)
    if frame is not None and frame.height:
        yield frame
    if frame is None or part.last:
        start = part.start if frame is None else read.until
        window = Window(_bytes(part.path, start, part.end), ends=not part.last, last=part.last)
        yield from of_window(window, True, reader, bulk, part.end)


def _known(read: Read[A], before: A, bulk: Bulk[A]) -> Read[A]:
    """What was read, below what is known by now to stand above it."""
    known = dict(zip(bulk.above, before, strict=True))
    frame = read.frame.with_columns(
        pl.when(pl.col(name) == _UNKNOWN).then(pl.lit(told)).otherwise(name).alias(name)
        for name, told in known.items()
        if (read.frame[name] == _UNKNOWN).any()
    )
    above = (told if one == _UNKNOWN else one for told, one in zip(before, read.above, strict=True))
    return read._replace(frame=frame, above=bulk.made(above))


def _bytes(path: str, start: int, end: int) -> bytes:
    with open(path, "rb") as stream:
        stream.seek(start)
        return stream.read(end - start)
