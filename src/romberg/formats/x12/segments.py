"""The segments of an X12 file, one after the other, at any size of the file and in little memory."""

from __future__ import annotations

import codecs
import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.delimiters import ISA_BYTES, NO_REPEATS, Delimiters, delimiters
from romberg.formats.x12.malformed import malformed

WINDOW = 8 << 20  # bytes read at a time
LONGEST = 64 << 10  # characters of one segment
MOST_ELEMENTS = 1_000
BLANKS = "\r\n\t "  # what may stand between segments
_UTF8_MARK = codecs.BOM_UTF8
_BYTES_OF_A_SIGN = 4  # at most, in UTF-8
_AGAIN = "ask the sender for the file again"


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
    signs, head = begun(stream)
    return signs, _windows(stream, head, signs, window)


def begun(stream: IO[bytes]) -> tuple[Delimiters, bytes]:
    """The signs of a file, and its first bytes, which are read by then; raises Unreadable where it has no signs."""
    head = _whole(stream, ISA_BYTES + len(_UTF8_MARK)).removeprefix(_UTF8_MARK).lstrip(BLANKS.encode())
    head += _whole(stream, max(0, ISA_BYTES - len(head)))
    if not head:
        raise malformed("empty", "the file is empty; ask the sender for it again.", 1)
    return delimiters(head), head


def _whole(stream: IO[bytes], size: int) -> bytes:
    """So many bytes, also of a stream that gives fewer at a time; fewer only at its end."""
    parts, left = [], size
    while left > 0 and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _windows(stream: IO[bytes], head: bytes, signs: Delimiters, window: int) -> Iterator[list[str]]:
    """The file in runs of whole segments, still with their elements together; where a run ends changes nothing."""
    end, rest, number = signs.segment.encode(), head, 0
    while piece := stream.read(window):
        rest += piece
        cut = rest.rfind(end)
        if cut < 0:
            prove_ends(rest, number)
        else:
            run, broken = texts(rest[:cut], signs, number)
            yield run
            if broken is not None:
                raise broken
            number, rest = number + len(run), rest[cut + 1 :]
    run, broken = texts(rest, signs, number)
    yield [part for part in run if part.strip(BLANKS)]
    if broken is not None:
        raise broken


def prove_ends(rest: bytes, number: int) -> None:
    """A segment whose end has not come yet may not be too long; raises Unreadable. `number` stand before it."""
    if len(rest) > LONGEST * _BYTES_OF_A_SIGN:
        raise too_long(number + 1)


def texts(data: bytes, signs: Delimiters, number: int) -> tuple[list[str], Unreadable | None]:
    """Segments as text up to the first beyond a cap, and what is wrong with that one; `number` stand before them."""
    parts = _texts(data, signs.segment)
    longest = max(map(len, parts), default=0)
    if longest > MOST_ELEMENTS or b"\0" in data:
        for at, part in enumerate(parts, number + 1):
            if broken := _beyond(part, signs.element, at):
                return parts[: at - number - 1], broken
    return parts, None


def _texts(data: bytes, end: str) -> list[str]:
    """Segments as text, each read by itself where one is not plain ASCII."""
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        parts = [_text(part) for part in data.split(end.encode())]
    else:
        parts = _rows(text, end) if end not in BLANKS else text.split(end)
    return [part for part in parts if part.strip(BLANKS)] if end in BLANKS else parts


def _rows(text: str, end: str) -> list[str]:
    """Segments, and the ends of lines between them gone at once where one follows each."""
    first = text.find(end) + 1
    line = next((one for one in ("\n", "\r\n") if first and text.startswith(one, first)), "")
    if line and text.count(end) == text.count(end + line):
        return text.lstrip(BLANKS).split(end + line)
    return text.split(end)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _beyond(raw: str, element: str, number: int) -> Unreadable | None:
    if len(raw) > LONGEST:
        return too_long(number)
    if raw.count(element) >= MOST_ELEMENTS:
        what = f"the segment has more than {MOST_ELEMENTS:,} elements, as none of any guide has; {_AGAIN}."
        return malformed("x12_too_many_elements", what, number)
    if "\0" in raw:
        return malformed("x12_encoding", f"the segment holds a zero byte; {_AGAIN}.", number)
    return None


def too_long(number: int) -> Unreadable:
    """The error of a segment beyond the cap."""
    what = f"the segment is longer than {LONGEST:,} characters, or its end is missing; {_AGAIN}."
    return malformed("x12_segment_too_long", what, number)


def nameless(number: int) -> Unreadable:
    """The error of a segment of which nothing tells what it is."""
    return malformed("x12_empty_segment", f"the segment has no name; {_AGAIN}.", number)


def _segments(windows: Iterable[list[str]], signs: Delimiters) -> Iterator[Segment]:
    number, element = 0, signs.element
    for window in windows:
        for raw in window:
            number += 1
            elements = raw.lstrip(BLANKS).split(element)
            if not elements[0]:
                raise nameless(number)
            if elements[0].startswith("ISA") and number > 1:
                prove_same_signs(elements, signs, number)
            yield Segment(number, elements)


def prove_same_signs(elements: list[str], signs: Delimiters, number: int) -> None:
    """A further interchange of a file may not set other signs than the first; raises Unreadable where it does."""
    repeat = signs.repeat or NO_REPEATS
    if elements[0] == "ISA" and elements[16:] == [signs.component] and elements[11] == repeat:
        return
    what = "this interchange sets other separators than the first of the file; give each interchange in its own file."
    raise malformed("x12_signs_change", what, number)


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
