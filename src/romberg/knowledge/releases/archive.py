"""Archives: what may be opened, decided from the list of members before any of them is unpacked."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

from romberg.knowledge.releases.refusal import Refusal

MEMBERS = 2_000  # files in an archive, with those of archives in it
RATIO = 100  # times that a member may grow; publishers' text grows 5 to 30 times
SMALL = 1 << 20  # a member of up to this size is no bomb, however well it packs
WHOLE = 16 << 30  # bytes of all members together
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
_AGAIN = "download the file again from the publisher"
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def members(file: zipfile.ZipFile, origin: str) -> list[zipfile.ZipInfo]:
    """The files of an archive, where it is one that may be unpacked; else a Refusal that names the member."""
    found = [one for one in file.infolist() if not one.is_dir()]
    if len(found) > MEMBERS:
        raise Refusal(origin, f"the archive holds {len(found)} files, more than {MEMBERS}", _AGAIN)
    for one in found:
        _prove_name(one, origin)
        _prove_size(one, origin)
    if sum(one.file_size for one in found) > WHOLE:
        raise Refusal(origin, f"the archive would unpack to more than {WHOLE >> 30} GB", _AGAIN)
    _prove_apart(found, origin)
    return [one for one in found if not _is_clutter(one.filename)]


def _is_clutter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in (".DS_Store", "Thumbs.db")


def _prove_name(one: zipfile.ZipInfo, origin: str) -> None:
    given = one.orig_filename
    parts = given.replace("\\", "/").split("/")
    outside = ".." in parts or "" in (parts[0], parts[-1]) or parts[-1] == "." or ":" in given
    device = any(part.partition(".")[0].strip().lower() in _DEVICES for part in parts)
    if outside or device or any(sign < " " for sign in given):
        what = f"a member's name, {given[:80]!r}, points outside the archive or to a device"
        raise Refusal(origin, what, "this is no publisher's archive: " + _AGAIN)
    if stat.S_ISLNK(one.external_attr >> 16):
        raise Refusal(
            origin, "a member is a link to another place", "this is no publisher's archive: " + _AGAIN, key=given
        )


def _prove_size(one: zipfile.ZipInfo, origin: str) -> None:
    if one.flag_bits & 0x1:
        raise Refusal(origin, "the member is encrypted", "unpack it with its password and import it by itself",
                      key=one.filename)  # fmt: skip
    if one.file_size > SMALL and one.file_size > RATIO * max(one.compress_size, 1):
        what = f"the member would grow more than {RATIO} times while unpacking, as no publisher's file does"
        raise Refusal(origin, what, _AGAIN, key=one.filename)


def _prove_apart(found: list[zipfile.ZipInfo], origin: str) -> None:
    """Members that share bytes unpack to far more than the archive holds, and names that stand twice hide a file."""
    if len({one.filename for one in found}) < len(found):
        raise Refusal(origin, "two members have the same name", _AGAIN)
    for one, after in pairwise(sorted(found, key=lambda member: member.header_offset)):
        if one.header_offset + one.compress_size > after.header_offset:
            raise Refusal(origin, "two members share the same bytes of the archive", _AGAIN, key=after.filename)


def opened(path: Path, origin: str) -> zipfile.ZipFile:
    """An archive on disk; a Refusal where it is cut or no archive."""
    try:
        return zipfile.ZipFile(path)
    except _DAMAGED:
        raise Refusal(origin, "the archive is cut or damaged", _AGAIN) from None


class _Unpacked(io.RawIOBase):
    """The bytes of a member or a gzip file as they unpack; ends with a Refusal where they are damaged or too many."""

    def __init__(self, inner: IO[bytes], origin: str, most: int) -> None:
        self._inner, self._origin, self._left = inner, origin, most

    def readable(self) -> bool:
        """Always, as a reader that buffers asks."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; 0 at the end."""
        try:
            piece = self._inner.read(len(buffer))
        except _DAMAGED:
            raise Refusal(self._origin, "the file is cut or damaged inside its archive", _AGAIN) from None
        self._left -= len(piece)
        if self._left < 0:
            raise Refusal(self._origin, "the file unpacks to far more than its archive says", _AGAIN)
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the member too."""
        self._inner.close()
        super().close()


def unpacking(inner: IO[bytes], origin: str, most: int) -> IO[bytes]:
    """A stream over a packed file that never gives more than `most` bytes."""
    return io.BufferedReader(_Unpacked(inner, origin, most), 1 << 18)


def member(file: zipfile.ZipFile, one: zipfile.ZipInfo, origin: str) -> IO[bytes]:
    """The bytes of one member, unpacked as they are read."""
    try:
        inner = file.open(one)
    except _DAMAGED:
        raise Refusal(origin, "the file is cut or damaged inside its archive", _AGAIN) from None
    return unpacking(inner, origin, one.file_size)


def prove_workbook(path: Path, origin: str) -> None:
    """A workbook is an archive too; a Refusal where it is a bomb, encrypted or cut."""
    with opened(path, origin) as file:
        names: Iterable[str] = {one.filename for one in members(file, origin)}
    if "[Content_Types].xml" not in names:
        raise Refusal(origin, "this is an archive, but no workbook", "import the .xlsx file that the publisher offers")
