"""Notes from files, folders and standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from romberg.formats.decoding import text_of
from romberg.formats.unreadable import Unreadable

LARGEST_BYTES = 5_000_000
READ = (".txt", ".md")
NOT_YET = (".pdf", ".docx", ".doc", ".rtf", ".html", ".htm", ".xml", ".json", ".hl7", ".csv")
# In a folder these can only be notes, so none is passed over; .json, .csv and .html may be claims or reports.
SURELY_NOTES = (".pdf", ".docx", ".doc", ".rtf", ".hl7", ".xml")
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Named:
    """One note of a call, not yet read: the name it is reported under, and the reason where it cannot be read."""

    source: str
    error: Unreadable | None = None


def named(arguments: Sequence[str]) -> list[Named]:
    """The notes that the arguments name, in the order given; a folder gives its notes sorted by path."""
    found: list[Named] = []
    for argument in arguments:
        if argument != STDIN and os.path.isdir(argument):
            found += _in_folder(argument)
        else:
            found.append(Named(argument))
    return found


def _in_folder(folder: str) -> list[Named]:
    """Every note under a folder; a folder without notes, or one that cannot be listed, is an error of its own."""
    closed: list[Named] = []

    def note_closed(error: OSError) -> None:
        closed.append(Named(str(error.filename), _os_error(error, str(error.filename))))

    walk = os.walk(folder, onerror=note_closed)
    paths = sorted(os.path.join(place, name) for place, _, names in walk for name in names if not name.startswith("."))
    wanted = [Named(path) for path in paths if _suffix(path) in READ + SURELY_NOTES]
    if not wanted and not closed:
        says = f"The folder {folder} holds no notes; this release reads {_read_words()} files, also in folders below."
        return [Named(folder, Unreadable("no_notes", says, folder))]
    return wanted + closed


def _suffix(path: str) -> str:
    return Path(path).suffix.lower()


def _read_words() -> str:
    return " and ".join(READ)


def text(note: Named) -> str:
    """The words of one note, exactly as written; raises Unreadable where they cannot be had whole."""
    if note.error is not None:
        raise note.error
    if note.source == STDIN:
        return text_of(_capped(sys.stdin.buffer.read(LARGEST_BYTES + 1), "standard input"), "standard input")
    refuse_suffix(note.source)
    return text_of(file_bytes(note.source), note.source)


def refuse_suffix(path: str) -> None:
    """Say plainly which formats this release does not read; a name without a suffix is taken as text."""
    suffix = _suffix(path)
    if suffix in NOT_YET:
        says = f"{path}: this release reads {_read_words()} notes only, not {suffix} yet; save the note as .txt."
        raise Unreadable("format_not_read", says, path)
    if suffix and suffix not in READ:
        says = f"{path}: {suffix} is no format of notes that Romberg knows; save the note as .txt."
        raise Unreadable("unknown_suffix", says, path)


def file_bytes(path: str) -> bytes:
    """The bytes of a file up to the cap; raises Unreadable where it is missing, closed to us, or too large."""
    if "\x00" in path:
        raise Unreadable("not_found", f"There is no file {path!r}; check its name.", path)
    try:
        with open(path, "rb") as file:
            _refuse_device(file.fileno(), path)
            return _capped(file.read(LARGEST_BYTES + 1), path)
    except OSError as error:
        raise _os_error(error, path) from None


def _refuse_device(handle: int, path: str) -> None:
    """Only files and pipes end; a device such as /dev/zero may not."""
    mode = os.fstat(handle).st_mode
    if not S_ISREG(mode) and (mode & 0o170000) in (0o020000, 0o060000):
        raise Unreadable("unreadable", f"{path} is a device, not a note; name the note's file.", path)


def _capped(data: bytes, source: str) -> bytes:
    if len(data) > LARGEST_BYTES:
        cap = LARGEST_BYTES // 1_000_000
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


def passed_over(arguments: Sequence[str]) -> Iterator[str]:
    """Files in the named folders that may be claims or reports and were not read as notes."""
    for argument in arguments:
        if argument != STDIN and os.path.isdir(argument):
            for place, _, names in os.walk(argument):
                may_be = [n for n in names if _suffix(n) in NOT_YET and _suffix(n) not in SURELY_NOTES]
                yield from (os.path.join(place, n) for n in sorted(may_be))
