"""Where in a file a segment begins that an error names, in bytes: what a programmer's editor is asked for."""

from __future__ import annotations

import os
import re
from typing import IO

from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.segments import BLANKS, begun

_SEGMENT = re.compile(r"segment ([0-9]+)")
_PIECE = 1 << 20


def with_place(path: str, error: Unreadable) -> Unreadable:
    """The error with the byte at which its segment begins, counted from 0; as it is where no byte can be told."""
    named = _SEGMENT.match(error.at)
    found = _byte(path, int(named[1])) if named else None
    if named is None or found is None:
        return error
    at = f"{named[0]}, byte {found}{error.at[named.end() :]}"
    return Unreadable(error.code, error.says.replace(error.at, at, 1), at)


def _byte(path: str, number: int) -> int | None:
    """Where the segment of a number begins; None in a file that is none, or cannot be gone through again."""
    if not os.path.isfile(path):
        return None
    with open(path, "rb") as stream:
        try:
            signs, head = begun(stream)
        except Unreadable:
            return None
        at = stream.tell() - len(head)
        stream.seek(at)
        return _begin(stream, at, number, signs.segment)


def _begin(stream: IO[bytes], at: int, number: int, end: str) -> int | None:
    """Where the segment of a number begins, behind the blanks before it; the first begins at the byte `at`."""
    blanks, sign, passed, blank = BLANKS.encode(), end.encode(), 0, True  # blank: nothing but blanks since the last end
    while piece := stream.read(_PIECE):
        if end not in BLANKS and passed + piece.count(sign) < number - 1:
            passed, at = passed + piece.count(sign), at + len(piece)
            blank = not piece[piece.rfind(sign) + 1 :].strip(blanks)
            continue
        for place, byte in enumerate(piece, at):
            if byte == sign[0]:
                passed, blank = passed + (end not in BLANKS or not blank), True
            elif byte not in blanks:
                if passed == number - 1 and blank:
                    return place
                blank = False
        at += len(piece)
    return None
