"""The service lines of a file of claims or payments, read by one process or by several at once."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import IO

import polars as pl

from romberg.batch.parallel import in_order
from romberg.formats.note_file import opened_file
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.bulk import BULKS, SMALL, WINDOW
from romberg.formats.x12.bulk.parts import PART, Part, parts, read_part, rejoin
from romberg.formats.x12.bulk.reading import frames
from romberg.formats.x12.segments import begun, opened
from romberg.formats.x12.shown import told_kind
from romberg.formats.x12.values import element

_THREADS = "POLARS_MAX_THREADS"  # each process has a core to itself


def kind_of(stream: IO[bytes]) -> str:
    """The kind of a file (ST01); raises Unreadable where it holds neither claims (837) nor payments (835)."""
    kind = next((element(one.elements, 1) for one in opened(stream, 1 << 14).segments if one.elements[0] == "ST"), "")
    if kind not in BULKS:
        what = f"this is a transaction {told_kind(kind)}, of which no service lines are read; 837 and 835 are."
        raise Unreadable("x12_other_transaction", what, "ST01")
    return kind


def lines(path: str, kind: str, jobs: int, tell: Callable[[str], None], size: int = 0) -> Iterator[pl.DataFrame]:
    """The lines of a file in frames, in order, whatever the number of processes.

    Raises Unreadable at what breaks the file, at its end too: the frames before are then to be thrown away. Several
    processes read a file that can be gone through more than once; `tell` takes a sentence where one of them dies.
    `size` is how many bytes are read at a time, or handed to a process.
    """
    with opened_file(path) as stream:
        several = jobs > 1 and stream.seekable() and stream.seek(0, os.SEEK_END) > 2 * (size or PART)
        if stream.seekable():
            stream.seek(0)
        signs, head = begun(stream)
        bulk = BULKS[kind]
        reader = bulk.plain(signs)
        if not several:
            yield from frames(stream, head, reader, bulk, size or WINDOW, SMALL)
            return
    waiting: deque[Part] = deque()

    def handed(folder: str) -> Iterator[Part]:
        for part in parts(path, kind, folder, size or PART):
            waiting.append(part)
            yield part

    with _one_thread_each(), TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for found in in_order(read_part, handed(folder), jobs, tell):
            yield from rejoin(waiting.popleft(), found, reader, bulk)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that start meanwhile take one thread each."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before
