"""Bytes of a note file into its text, or a sentence that says why not."""

from __future__ import annotations

import codecs
import re
import unicodedata

from romberg.formats.unreadable import Unreadable

# What other formats begin with: a note must be what its name says.
SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word document or another zipped file"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a scanned picture"),
    (b"MM\x00*", "a scanned picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"MSH|", "an HL7 message"),
    (b"ISA*", "an X12 file"),
    (b"<?xml", "an XML document"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)
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
    _refuse_other_formats(data, source)
    text = _decoded(data, source)
    _refuse_binary(text, source)
    if not text.strip():
        raise Unreadable("empty", f"{source} holds no words; save the note into it and check it again.", source)
    return text


def _refuse_other_formats(data: bytes, source: str) -> None:
    start = data[:64].lstrip().lower()
    for signature, what in SIGNATURES:
        if data.startswith(signature) or start.startswith(signature.lower()):
            says = f"{source} is {what}; this release reads plain text only: save the note as .txt or .md."
            raise Unreadable("format_not_read", says, source)


def _decoded(data: bytes, source: str) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding, source)
    if b"\x00" in data:
        raise _binary(source, data.index(b"\x00"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _from_windows(data, error.start, source)


def _strictly(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _damaged(source, error.start) from None


def _from_windows(data: bytes, at: int, source: str) -> str:
    """Windows-1252, only where its signs are few and are such as people write."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _damaged(source, at) from None
    high = [c for c in text if ord(c) > 127]
    usual = sum(c in WINDOWS_SIGNS or unicodedata.category(c) in {"Ll", "Lu"} for c in high)
    if len(high) > max(4, 0.1 * len(text)) or usual < len(high) or MOJIBAKE.search(text):
        raise _damaged(source, at)
    return text


def _refuse_binary(text: str, source: str) -> None:
    odd = [match.start() for match in CONTROL_SIGNS.finditer(text)]
    if odd and (len(odd) > 0.05 * len(text) or "\x00" in text):
        raise _binary(source, odd[0])


def _binary(source: str, at: int) -> Unreadable:
    says = f"{source} is not text (a byte that no note holds at byte {at}); save the note as plain text in UTF-8."
    return Unreadable("binary", says, f"{source}: byte {at}")


def _damaged(source: str, at: int) -> Unreadable:
    says = (
        f"{source} is not UTF-8 text (byte {at} cannot be read), so nothing is said about it; "
        "save the note as plain text in UTF-8."
    )
    return Unreadable("encoding", says, f"{source}: byte {at}")
