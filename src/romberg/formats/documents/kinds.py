"""What a file is: decided by its content, and held against what its name says."""

from __future__ import annotations

import re

from romberg.formats.documents.refused import Refused

# What the formats begin with, after blanks; the first that fits decides.
BEGINS = (
    (b"%pdf", "pdf"),
    (b"pk\x03\x04", "zip"),
    (b"pk\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89png", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"gif8", "picture"),
    (b"ii*\x00", "picture"),
    (b"mm\x00*", "picture"),
    (b"\x1f\x8b", "compressed"),
    (b"7z\xbc\xaf", "compressed"),
    (b"rar!\x1a", "compressed"),
    (b"<?xml", "xml"),
    (b"<clinicaldocument", "xml"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
)
_MESSAGE = re.compile(rb"\x0b?(?:msh|fhs|bhs)(?:\||[^\w\s]{5})")  # the head of a message declares its delimiters
_INTERCHANGE = re.compile(rb"isa(?:\*|([^\w\s])0[03]\1)")  # ISA with the sign of the sender's choice
NAMES = {
    "pdf": "a PDF",
    "zip": "a ZIP file",
    "docx": "a Word document",
    "spreadsheet": "a spreadsheet",
    "ole": "an old or password-protected Office document",
    "rtf": "an RTF document",
    "picture": "a picture",
    "compressed": "a compressed file",
    "hl7": "an HL7 message",
    "x12": "an X12 file",
    "xml": "an XML document",
    "html": "a web page",
    "json": "JSON",
    "csv": "a table",
    "text": "plain text",
}
BY_SUFFIX = {
    ".txt": "text",
    ".md": "text",
    ".rtf": "rtf",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".xml": "xml",
    ".json": "json",
    ".hl7": "hl7",
    ".csv": "csv",
    ".zip": "zip",
}
WRITTEN_AS_TEXT = ("text", "html", "json", "csv")  # these have no sign of their own, so their names decide
ADVICE = {
    "picture": "words in pictures are not read: type the note, or export it as text",
    "ole": "save it as .docx without a password",
    "spreadsheet": "save its sheet as .csv",
    "compressed": "unpack it first",
}
EXCHANGE = "x12"
_SHOW = "`romberg x12 show` tells what it holds"
_X12 = {  # what a transaction (ST01) is, and what takes it
    "837": f"claims (837), not a note: {_SHOW}, and `romberg check NOTE --claim` lays them beside their note",
    "835": f"payments (835), not a note: {_SHOW}, and `romberg remit` posts them beside the claims (`--claims`)",
    "999": f"an answer to a file of claims (999), not a note: {_SHOW}",
    "277": f"an answer to claims (277), not a note: {_SHOW}",
    "270": f"a question about a patient's cover (270), not a note: {_SHOW}",
    "271": f"a payer's word on a cover (271), not a note: {_SHOW}; it goes with `romberg check --eligibility`",
}
_TRANSACTION = re.compile(rb"ISA(.).{0,4000}?[^A-Z0-9]ST\1(\d{3})", re.DOTALL)


def of(data: bytes) -> str:
    """The kind of some bytes by how they begin; "text" where nothing says more."""
    start = data.removeprefix(b"\xef\xbb\xbf")[:64].lstrip().lower()
    if _MESSAGE.match(start):
        return "hl7"
    if _INTERCHANGE.match(start):
        return "x12"
    kind = next((kind for sign, kind in BEGINS if start.startswith(sign)), "text")
    return _inside(data) if kind == "zip" else kind


def _inside(data: bytes) -> str:
    """What a ZIP file is by the names in the list at its end."""
    end = data.rfind(b"PK\x05\x06")
    names = data[int.from_bytes(data[end + 16 : end + 20], "little") : end] if end >= 0 else data
    if b"word/document" in names:
        return "docx"
    return "spreadsheet" if b"xl/workbook" in names else "zip"


def decided(data: bytes, suffix: str) -> str:
    """The kind to read a file as; raises Refused where the name says one thing and the content another.

    `suffix` is in small letters with its point, or "" for a file whose name says nothing.
    """
    found, told = of(data), BY_SUFFIX.get(suffix)
    if found == "x12":
        raise Refused("format_not_read", f"holds {_transaction(data)}.")
    if found in ADVICE:
        raise Refused("format_not_read", f"is {NAMES[found]}; {ADVICE[found]}.")
    if told is None:
        return _unnamed(data, found, suffix)
    if found == told or (found == "text" and told in WRITTEN_AS_TEXT) or (found, told) == ("xml", "html"):
        return told
    raise Refused("wrong_suffix", _mismatch(found, told, suffix))


def transaction(data: bytes) -> str:
    """The kind (837, 835) of the first transaction of a file of X12; empty where none is near its beginning."""
    match = _TRANSACTION.search(data[:8192])
    return match[2].decode("ascii") if match else ""


def _transaction(data: bytes) -> str:
    """What a file of X12 holds, by its first transaction, and the command that takes it."""
    return _X12.get(
        transaction(data), f"a claim or an answer to one (X12), not a note: {_SHOW}; a claim goes with `--claim`"
    )


def _unnamed(data: bytes, found: str, suffix: str) -> str:
    if suffix:
        ends = _suffix_of(found)
        says = f"is {NAMES[found]}, and {suffix} is no suffix of notes that Romberg knows; "
        raise Refused("unknown_suffix", says + (f"rename it to end in {ends}." if ends else "save the note as .txt."))
    json_like = found == "text" and data[:1] in b"{[" and b'"resourceType"' in data[:4096]
    return "json" if json_like else found


def _mismatch(found: str, told: str, suffix: str) -> str:
    if found == "text":
        return f"ends in {suffix} and is not {NAMES[told]} by its content; export it again, or save it as .txt."
    ends = _suffix_of(found)
    return f"is {NAMES[found]} by its content, though it ends in {suffix}; rename it to end in {ends}, or export again."


def _suffix_of(kind: str) -> str:
    return next((suffix for suffix, one in BY_SUFFIX.items() if one == kind), "")
