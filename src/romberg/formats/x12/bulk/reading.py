"""Files of any size read window by window: fast where a window is as most are, and by the plain reader elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import IO, NamedTuple, Protocol

import polars as pl

from romberg.formats.x12.bulk.windows import Window, first_start, windows
from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.segments import BLANKS, texts, uncollected


class Reader(Protocol):
    """A reader of lines that goes on from one window to the next, plainly or fast."""

    signs: Delimiters
    passed: int  # segments until now

    def take(self, run: list[str]) -> Sequence[tuple[object, ...]]:
        """The lines that close within some segments, one by one."""

    def close(self) -> Sequence[tuple[object, ...]]:
        """The line that is open, where what follows closes it."""

    def end(self) -> Sequence[tuple[object, ...]]:
        """The same at the end of the file; raises Unreadable where it may not end there."""


class Bulk(NamedTuple):
    """What is read of a file: where a window may end (before segments of these names), and the columns of its lines.

    `fast` gives the lines of a window at once; None, with nothing done, where it is not as most are.
    """

    begins: tuple[str, ...]
    schema: pl.Schema
    fast: Callable[[bytes], pl.DataFrame | None]


def frames(stream: IO[bytes], head: bytes, reader: Reader, bulk: Bulk, size: int, small: int) -> Iterator[pl.DataFrame]:
    """The lines of a file in frames; raises Unreadable as the plain reader does. Below `small` bytes it reads alone."""
    starts = True  # whether a window begins where the last one closed whatever was open
    for window in windows(stream, head, reader.signs, bulk.begins, size, lambda: reader.passed):
        for found in _of_window(window, starts, reader, bulk, small):
            if len(found):
                yield found if isinstance(found, pl.DataFrame) else _frame(found, bulk)
        starts = window.ends


def _frame(rows: Sequence[tuple[object, ...]], bulk: Bulk) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=bulk.schema, orient="row")


def _of_window(
    window: Window, starts: bool, reader: Reader, bulk: Bulk, small: int
) -> Iterator[pl.DataFrame | Sequence[tuple[object, ...]]]:
    data = window.data
    if window.ends and not starts:
        cut = first_start(data, reader.signs, bulk.begins)
        yield from _plainly(data[:cut], reader)
        yield reader.close()
        data = data[cut:]
    found = bulk.fast(data) if window.ends and len(data) >= small else None
    if found is not None:
        yield found
        return
    yield from _plainly(data, reader)
    if window.last:
        yield reader.end()
    elif window.ends:
        yield reader.close()


def _plainly(data: bytes, reader: Reader) -> Iterator[Sequence[tuple[object, ...]]]:
    """The lines of some segments by the plain reader; blanks behind the last end are no segment."""
    cut = data.rfind(reader.signs.segment.encode())
    parts = [data] if cut < 0 else [data[:cut], data[cut + 1 :]]
    if not parts[-1].strip(BLANKS.encode()):
        parts.pop()
    for part in parts:
        run, broken = texts(part, reader.signs, reader.passed)
        with uncollected():
            found = reader.take(run)
        yield found
        if broken is not None:
            raise broken
