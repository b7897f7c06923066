"""The segments of an X12 file, one after the other, at any size of the file and in little memory."""

from __future__ import annotations

import codecs
import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.delimiters import ISA_BYTES, Delimiters, delimiters
from romberg.formats.x12.malformed import malformed

WINDOW = 8 << 20  # bytes read at a time
LONGEST = 64 << 10  # characters of one segment
MOST_ELEMENTS = 1_000
_UTF8_MARK = codecs.BOM_UTF8


class Segment(NamedTuple):
    """One segment: its number in the file (ISA is 1) and its elements, the name first."""

    number: int
    elements: list[str]


class Opened(NamedTuple):
    """An X12 file being read: its signs, and its segments in order."""

    signs: Delimiters
    segments: Iterator[Segment]


def opened(stream: IO[bytes], window: int = WINDOW) -> Opened:
    """The signs of a file and its segments; raises Unreadable at the first that is broken, at once or while reading."""
    signs, runs = windows(stream, window)
    return Opened(signs, _segments(runs, signs))


def windows(stream: IO[bytes], window: int = WINDOW) -> tuple[Delimiters, Iterator[list[str]]]:
    """The signs of a file, and its segments in runs, each still one text; raises Unreadable where it has no signs."""
    head = _whole(stream, ISA_BYTES + len(_UTF8_MARK)).removeprefix(_UTF8_MARK).lstrip(b" \t\r\n")
    head += _whole(stream, max(0, ISA_BYTES - len(head)))
    if not head:
        raise malformed("empty", "the file is empty; ask the sender for it again.", 1)
    signs = delimiters(head)
    return signs, _windows(stream, head, signs, window)


def _whole(stream: IO[bytes], size: int) -> bytes:
    """So many bytes, also of a stream that gives fewer at a time; fewer only at its end."""
    parts, left = [], size
    while left > 0 and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _windows(stream: IO[bytes], head: bytes, signs: Delimiters, window: int) -> Iterator[list[str]]:
    """The file in runs of whole segments, still with their elements together."""
    end, rest = signs.segment.encode(), head
    while piece := stream.read(window):
        rest += piece
        cut = rest.rfind(end)
        if cut < 0 and len(rest) > max(LONGEST, ISA_BYTES) * 4:  # four bytes a character at most
            yield [_text(rest)]
            return
        if cut >= 0:
            yield _text(rest[:cut]).split(signs.segment)
            rest = rest[cut + 1 :]
    yield [part for part in _text(rest).split(signs.segment) if part.strip()] if rest.strip() else []


def _text(data: bytes) -> str:
    for encoding in ("ascii", "utf-8"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _segments(windows: Iterable[list[str]], signs: Delimiters) -> Iterator[Segment]:
    number, element, by_line = 0, signs.element, signs.segment in "\r\n"
    for window in windows:
        for raw in window:
            if by_line and not raw.strip():
                continue
            number += 1
            if len(raw) > LONGEST:
                raise _too_long(number)
            elements = raw.lstrip("\r\n\t ").split(element)
            if len(elements) > MOST_ELEMENTS or not elements[0] or "\0" in raw:
                raise _broken(number, elements, raw)
            yield Segment(number, elements)


def _too_long(number: int) -> Unreadable:
    what = f"the segment is longer than {LONGEST:,} characters, or its end is missing; ask the sender for the file."
    return malformed("x12_segment_too_long", what, number)


def _broken(number: int, elements: list[str], raw: str) -> Unreadable:
    if "\0" in raw:
        return malformed("x12_encoding", "the segment holds a zero byte; ask the sender for the file again.", number)
    if len(elements) > MOST_ELEMENTS:
        what = (
            f"the segment has more than {MOST_ELEMENTS:,} elements, as no guide asks for; ask the sender for the file."
        )
        return malformed("x12_too_many_elements", what, number)
    return malformed("x12_empty_segment", "the segment has no name; ask the sender for the file again.", number)


@contextmanager
def uncollected() -> Iterator[None]:
    """Many small lists without the collector, which would look through them all again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
