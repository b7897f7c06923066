"""Bytes of a note file into its text, or a sentence that says why not."""

from __future__ import annotations

import codecs
import re
import unicodedata

from romberg.formats.documents import kinds
from romberg.formats.documents.refused import Refused

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Signs above ASCII that clinicians' programs write in Windows-1252; anything else there is more likely damage.
WINDOWS_SIGNS = frozenset("–—‘’“”•…°½¼¾±×²³µ·™®©§€\xa0«»¿¡º")
MOJIBAKE = re.compile("[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")
CONTROL_SIGNS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def text_of(data: bytes, source: str) -> str:
    """The text of a note's bytes, exactly as written; raises Unreadable with the reason where it is no text."""
    try:
        kinds.decided(data, ".txt")
        return decoded(data)
    except Refused as error:
        raise error.named(source) from None


def decoded(data: bytes) -> str:
    """The text of some bytes in UTF-8, in UTF-16 with its mark, or in Windows-1252; raises Refused where it is none."""
    text = _decoded(data)
    _refuse_binary(text)
    if not text.strip():
        raise Refused("empty", "holds no words; save the note into it and check it again.")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\x00" in data:
        raise _binary(data.index(b"\x00"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _from_windows(data, error.start)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _damaged(error.start) from None


def _from_windows(data: bytes, at: int) -> str:
    """Windows-1252, only where its signs are few and are such as people write."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _damaged(at) from None
    high = [c for c in text if ord(c) > 127]
    usual = sum(c in WINDOWS_SIGNS or unicodedata.category(c) in {"Ll", "Lu"} for c in high)
    if len(high) > max(4, 0.1 * len(text)) or usual < len(high) or MOJIBAKE.search(text):
        raise _damaged(at)
    return text


def _refuse_binary(text: str) -> None:
    odd = [match.start() for match in CONTROL_SIGNS.finditer(text)]
    if odd and (len(odd) > 0.05 * len(text) or "\x00" in text):
        raise _binary(odd[0])


def _binary(at: int) -> Refused:
    says = f"is not text (a byte that no note holds at byte {at}); save the note as plain text in UTF-8."
    return Refused("binary", says, f"byte {at}")


def _damaged(at: int) -> Refused:
    says = (
        f"is not UTF-8 text (byte {at} cannot be read), so nothing is said about it; "
        "save the note as plain text in UTF-8."
    )
    return Refused("encoding", says, f"byte {at}")
