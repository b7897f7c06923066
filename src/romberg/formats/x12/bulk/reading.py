"""Files of any size read window by window: fast where a window is as most are, and by the plain reader elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Generic, NamedTuple, Protocol, TypeVar

import polars as pl

from romberg.formats.x12.bulk.proof import follow
from romberg.formats.x12.bulk.read import Read
from romberg.formats.x12.bulk.windows import Window, first_start, windows
from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.envelope import Envelopes
from romberg.formats.x12.segments import BLANKS, texts, uncollected

A = TypeVar("A", bound=tuple[str, ...])  # what stands above a claim: its parties, its payment


class Reader(Protocol[A]):
    """A reader of lines that goes on from one window to the next, plainly or fast."""

    signs: Delimiters
    passed: int  # segments until now
    envelopes: Envelopes
    above: A

    def take(self, run: list[str]) -> Sequence[tuple[object, ...]]:
        """The lines that close within some segments, one by one."""

    def close(self) -> Sequence[tuple[object, ...]]:
        """The line that is open, where what follows closes it."""

    def end(self) -> Sequence[tuple[object, ...]]:
        """The same at the end of the file; raises Unreadable where it may not end there."""

    def go_on(self, passed: int, envelopes: Envelopes, above: A) -> None:
        """Go on behind segments that another has read."""


class Bulk(NamedTuple, Generic[A]):
    """How a kind of file (ST01) is read: where a window may end (before segments of these names), and its columns.

    `read` gives what a window holds, None where it is not as most are; `plain` is the reader that then reads it. What
    stands above a claim is in columns of its own, `made` of their texts.
    """

    kind: str
    begins: tuple[str, ...]
    schema: pl.Schema
    plain: Callable[[Delimiters], Reader[A]]
    read: Callable[[bytes, Delimiters, A], Read[A] | None]
    above: tuple[str, ...]
    made: Callable[[Iterable[str]], A]


def joined(found: Read[A] | None, reader: Reader[A], bulk: Bulk[A]) -> pl.DataFrame | None:
    """The lines of a window that begins where a reader stands, which then stands behind it; None where it must read."""
    if found is None:
        return None
    after = follow(found.structure, reader.envelopes, reader.passed, reader.signs, bulk.kind)
    if after is None:
        return None
    reader.go_on(reader.passed + found.passed, after, found.above)
    return found.frame


def frames(
    stream: IO[bytes], head: bytes, reader: Reader[A], bulk: Bulk[A], size: int, small: int
) -> Iterator[pl.DataFrame]:
    """The lines of a file in frames; raises Unreadable as the plain reader does. Below `small` bytes it reads alone."""
    starts = True  # whether a window begins where the last one closed whatever was open
    for window in windows(stream, head, reader.signs, bulk.begins, size, lambda: reader.passed):
        yield from of_window(window, starts, reader, bulk, small)
        starts = window.ends


def of_window(window: Window, starts: bool, reader: Reader[A], bulk: Bulk[A], small: int) -> Iterator[pl.DataFrame]:
    """The lines of a window; `starts` tells whether it begins where the one before closed whatever was open."""
    data = window.data
    if window.ends and not starts:
        cut = first_start(data, reader.signs, bulk.begins)
        yield from _plainly(data[:cut], reader, bulk)
        yield from _frame(reader.close(), bulk)
        data = data[cut:]
    found = None
    if window.ends and len(data) >= small:
        found = joined(bulk.read(data, reader.signs, reader.above), reader, bulk)
    if found is not None:
        yield from (found,) if found.height else ()
        return
    yield from _plainly(data, reader, bulk)
    if window.last or window.ends:
        yield from _frame(reader.end() if window.last else reader.close(), bulk)


def _frame(rows: Sequence[tuple[object, ...]], bulk: Bulk[A]) -> Iterator[pl.DataFrame]:
    if rows:
        yield pl.DataFrame(rows, schema=bulk.schema, orient="row")


def _plainly(data: bytes, reader: Reader[A], bulk: Bulk[A]) -> Iterator[pl.DataFrame]:
    """The lines of some segments by the plain reader; blanks behind the last end are no segment."""
    cut = data.rfind(reader.signs.segment.encode())
    parts = [data] if cut < 0 else [data[:cut], data[cut + 1 :]]
    if not parts[-1].strip(BLANKS.encode()):
        parts.pop()
    for part in parts:
        run, broken = texts(part, reader.signs, reader.passed)
        with uncollected():
            found = reader.take(run)
        yield from _frame(found, bulk)
        if broken is not None:
            raise broken
