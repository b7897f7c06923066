"""Notes from files, folders and standard input."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import IO

from romberg.formats.decoding import text_of
from romberg.formats.documents import kinds, limits
from romberg.formats.documents.refused import Refused
from romberg.formats.documents.worker import Worker
from romberg.formats.unreadable import Unreadable
from romberg.visit import Document

Held = tuple[str, str | Document | Unreadable]  # a note's name, with its words or why they are not read

LARGEST_BYTES = 5_000_000
READ = tuple(kinds.BY_SUFFIX)
TEXT = (".txt", ".md")
STDIN = "-"
NOT_A_NOTE = "not_a_note"  # the code of what is a claim or a report: in a folder it is left out, and told
_VISITS = re.compile(r"visits(?=[^/\\]*\.csv$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """One file of a call, not yet read: the name it is reported under, and the reason where it cannot be read.

    `beside` is the table of charges that belongs to a table of visits; `found` says that a folder was named.
    """

    source: str
    error: Unreadable | None = None
    beside: str | None = None
    found: bool = False


def named(arguments: Sequence[str]) -> list[Named]:
    """The notes that the arguments name, in the order given; a folder gives its notes sorted by path."""
    found: list[Named] = []
    for argument in arguments:
        if argument != STDIN and os.path.isdir(argument):
            found += _in_folder(argument)
        else:
            found.append(Named(argument, beside=_charges_beside(argument)))
    beside = {one.beside for one in found if one.beside}
    return [one for one in found if one.source not in beside]


def _charges_beside(path: str) -> str | None:
    """The table of charges beside a table of visits: Charges.csv beside Visits.csv, written alike."""
    charges = _VISITS.sub(lambda match: _as_written("charges", match.group()), path)
    return charges if charges != path and os.path.isfile(charges) else None


def _as_written(word: str, like: str) -> str:
    return word.upper() if like.isupper() else word.capitalize() if like[0].isupper() else word


def _in_folder(folder: str) -> list[Named]:
    """Every note under a folder; a folder without notes, or one that cannot be listed, is an error of its own."""
    closed: list[Named] = []

    def note_closed(error: OSError) -> None:
        closed.append(Named(str(error.filename), _os_error(error, str(error.filename))))

    walk = os.walk(folder, onerror=note_closed)
    paths = sorted(os.path.join(place, name) for place, _, names in walk for name in names if not name.startswith("."))
    wanted = [Named(path, beside=_charges_beside(path), found=True) for path in paths if _suffix(path) in READ]
    if not wanted and not closed:
        says = f"The folder {folder} holds no notes; this release reads {_read_words()} files, also in folders below."
        return [Named(folder, Unreadable("no_notes", says, folder))]
    return wanted + closed


def _suffix(path: str) -> str:
    return Path(path).suffix.lower()


def _read_words() -> str:
    return f"{', '.join(READ[:-1])} and {READ[-1]}"


def documents(note: Named, worker: Worker) -> list[Held]:
    """The notes that a file holds, each under its name, with its words or the reason why they are not read.

    Raises Unreadable where the file itself cannot be had. Only plain text is read in this process.
    """
    if note.error is not None:
        raise note.error
    if note.source == STDIN:
        shown, suffix, largest = "standard input", "", limits.LARGEST_BYTES
        data = _capped(sys.stdin.buffer.read(largest + 1), shown, largest)
    else:
        shown, suffix = note.source, _suffix(note.source)
        data = file_bytes(shown, LARGEST_BYTES if suffix in TEXT else limits.LARGEST_BYTES)
    beside = None if note.beside is None else file_bytes(note.beside)
    held = of_bytes(data, shown, suffix, worker, beside)
    return [(note.source + name.removeprefix(shown), one) for name, one in held]


def of_bytes(
    data: bytes, shown: str, suffix: str, worker: Worker, beside: bytes | None = None, exchange: bool = False
) -> list[Held]:
    """The notes in some bytes, as `documents` gives those of a file; `shown` is the name they are reported under.

    With `exchange`, claims and payments (X12) in a ZIP are given too, as documents of that kind.
    """
    if _is_text(data, suffix, shown):
        return [(shown, text_of(_capped(data, shown, LARGEST_BYTES), shown))]
    return list(worker.read(data, shown, beside, exchange))


def _is_text(data: bytes, suffix: str, source: str) -> bool:
    """Whether a file is plain text by its name and its content; raises Unreadable where the two disagree."""
    try:
        return kinds.decided(data, suffix) == "text"
    except Refused as error:
        raise error.named(source) from None


def file_bytes(path: str, largest: int = LARGEST_BYTES) -> bytes:
    """The bytes of a file up to the cap; raises Unreadable where it is missing, closed to us, or too large."""
    if "\x00" in path:
        raise _no_name(path)
    try:
        with open(path, "rb") as file:
            _refuse_device(file.fileno(), path)
            return _capped(file.read(largest + 1), path, largest)
    except OSError as error:
        raise _os_error(error, path) from None


@contextmanager
def opened_file(path: str) -> Iterator[IO[bytes]]:
    """A file open for reading, of any size; raises Unreadable where it is missing, closed to us, or no file."""
    try:
        file = open(path, "rb")  # noqa: SIM115  # closed below; what is read from it may fail in its own way
    except (OSError, ValueError) as error:
        raise _os_error(error, path) if isinstance(error, OSError) else _no_name(path) from None
    with file:
        _refuse_device(file.fileno(), path)
        yield file


def _no_name(path: str) -> Unreadable:
    return Unreadable("not_found", f"There is no file {path!r}; check its name.", path)


def _refuse_device(handle: int, path: str) -> None:
    """Only files and pipes end; a device such as /dev/zero may not."""
    mode = os.fstat(handle).st_mode
    if not S_ISREG(mode) and (mode & 0o170000) in (0o020000, 0o060000):
        raise Unreadable("unreadable", f"{path} is a device, not a note; name the note's file.", path)


def _capped(data: bytes, source: str, largest: int) -> bytes:
    if len(data) > largest:
        cap = largest // 1_000_000
        says = f"{source} is larger than {cap} MB, which no visit note is; split it into one file a visit."
        raise Unreadable("too_large", says, source)
    return data


def _os_error(error: OSError, path: str) -> Unreadable:
    if isinstance(error, FileNotFoundError):
        return Unreadable("not_found", f"There is no file {path}; check its name, or whether it was moved.", path)
    if isinstance(error, PermissionError):
        return Unreadable("unreadable", f"{path} may not be read by this user; ask for its permission.", path)
    reason = error.strerror or "the system gives no reason"
    return Unreadable("unreadable", f"{path} could not be read ({reason.lower()}); check the file and try again.", path)
