"""A file cut into windows of whole segments, each before a place where a claim begins, or where one ends at least."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import IO, NamedTuple

from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.segments import BLANKS, prove_ends

_BLANKS = BLANKS.encode()
_MOST_WINDOWS = 3  # held until a claim ends that is longer than one


class Window(NamedTuple):
    """Whole segments with their ends; `ends` tells whether a claim begins behind them, `last` that nothing does."""

    data: bytes
    ends: bool
    last: bool = False


def windows(
    stream: IO[bytes],
    head: bytes,
    signs: Delimiters,
    begins: Sequence[str],
    size: int,
    passed: Callable[[], int],
) -> Iterator[Window]:
    """The windows of a file, of about a size: each ends before the last segment that begins something, if it can.

    The last window alone may hold a segment without an end. `passed` tells how many segments were given and read;
    raises Unreadable where the next has no end that is near.
    """
    held = head
    while piece := stream.read(size):
        held += piece
        cut = last_start(held, signs, begins)
        ends = cut > 0
        if not cut and len(held) > _MOST_WINDOWS * size:
            cut = held.rfind(signs.segment.encode()) + 1
            if not cut:
                prove_ends(held, passed())
        if cut:
            window, held = Window(held[:cut], ends), held[cut:]
            yield window
            del window  # what is read of it takes room enough
    yield Window(held, ends=False, last=True)


def last_start(data: bytes, signs: Delimiters, begins: Sequence[str]) -> int:
    """Where the last segment of one of some names begins, behind the end of another; 0 where none does."""
    return max(_last(data, signs, (name + signs.element).encode()) for name in begins)


def _last(data: bytes, signs: Delimiters, name: bytes) -> int:
    at = data.rfind(name)
    while at > 0 and not _behind_an_end(data, at, signs):
        at = data.rfind(name, 0, at)
    return max(at, 0)


def first_start(data: bytes, signs: Delimiters, begins: Sequence[str]) -> int:
    """Where the first segment of one of some names begins, behind the end of another; the data's length without one."""
    found = len(data)
    for name in begins:
        sought = (name + signs.element).encode()
        at = data.find(sought, 1, found)
        while at > 0 and not _behind_an_end(data, at, signs):
            at = data.find(sought, at + 1, found)
        found = at if at > 0 else found
    return found


def _behind_an_end(data: bytes, at: int, signs: Delimiters) -> bool:
    """Whether nothing but blanks stands between a place and the end of the segment before it."""
    end, before = ord(signs.segment), at - 1
    while before > 0 and data[before] in _BLANKS and data[before] != end:
        before -= 1
    return before >= 0 and data[before] == end
