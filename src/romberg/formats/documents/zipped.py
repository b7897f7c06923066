"""ZIP files, looked over before anything in them is unpacked; nothing is ever written to a disk."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from functools import lru_cache
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from romberg.formats.documents.refused import Refused, damaged, too_much

MOST_MEMBERS = 2_000
LARGEST_UNPACKED = 100_000_000
LARGEST_RATIO = 100
RATIO_COUNTS_FROM = 5_000_000  # bytes unpacked; less than that harms nobody
_END = b"PK\x05\x06"
_END_BYTES = 22
_TRICKS = re.compile(
    r"^/|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]|.{200}", re.DOTALL
)


def looked_over(data: bytes) -> ZipFile:
    """The file, opened; raises Refused where its members are too many or too large, or overlap."""
    _count(data)
    try:
        file = ZipFile(BytesIO(data))
        members = file.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise damaged(_reason(error)) from None
    unpacked = sum(one.file_size for one in members)
    if unpacked > LARGEST_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked > LARGEST_RATIO * len(data)):
        raise too_much("room when unpacked")
    for one in members:
        if one.file_size > RATIO_COUNTS_FROM and one.file_size > LARGEST_RATIO * max(1, one.compress_size):
            raise too_much("room when unpacked")
    _refuse_overlap(members)
    return file


@lru_cache(maxsize=1)
def at_hand(data: bytes) -> ZipFile:
    """The same, held open while member after member is read of the same bytes: its list is long to look over."""
    return looked_over(data)


def _reason(error: Exception) -> str:
    return "its list of members cannot be read" if not str(error) else str(error)[:80].lower().rstrip(".")


def _count(data: bytes) -> None:
    """How many members the file announces, before a list of them is built."""
    at = data.rfind(_END)
    if at < 0 or at + _END_BYTES > len(data):
        raise damaged("the list of its members is missing")
    members = int.from_bytes(data[at + 10 : at + 12], "little")
    listing = int.from_bytes(data[at + 12 : at + 16], "little")
    if members > MOST_MEMBERS or listing > MOST_MEMBERS * 1_000:
        raise too_much("members")


def _refuse_overlap(members: list[ZipInfo]) -> None:
    end = 0
    for one in sorted(members, key=lambda member: member.header_offset):
        if one.header_offset < end:
            raise Refused("unsafe", "holds members that overlap, as only a trap does; pack the notes again.")
        end = one.header_offset + 30 + one.compress_size


def unpacked(file: ZipFile, member: ZipInfo) -> bytes:
    """The bytes of one member, never more than it announced; raises Refused where they cannot be had whole."""
    if member.flag_bits & 0x1:
        raise Refused("encrypted", "needs a password; pack it again without one.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Refused("unsafe", "is a link to another file, which is not followed; pack the note itself.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("format_not_read", "is packed in a way that is not read; pack it again as an ordinary ZIP.")
    try:
        with file.open(member) as opened:
            data = opened.read(member.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise damaged(_reason(error)) from None
    if len(data) != member.file_size:
        raise damaged("a member is not as long as announced")
    return data


def shown_name(member: ZipInfo, number: int) -> str:
    """A member's name for people; a name that plays tricks is replaced by its number."""
    return f"member {number}" if _TRICKS.search(member.filename) else member.filename


def is_note(member: ZipInfo) -> bool:
    """Whether a member is a file of the clinic's, and no folder or leaving of a file system."""
    parts = member.filename.split("/")
    hidden = parts[-1].startswith(".") and not parts[-1].startswith("..")
    return bool(parts[-1]) and parts[0] != "__MACOSX" and not hidden and parts[-1] != "Thumbs.db"
