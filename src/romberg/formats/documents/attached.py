"""Notes that lie packed within another document: their bytes, and the reader for what they are."""

from __future__ import annotations

import base64
import binascii
from importlib import import_module

from romberg.formats.decoding import decoded
from romberg.formats.documents import kinds
from romberg.formats.documents.limits import LARGEST_BYTES, doors_open
from romberg.formats.documents.refused import Refused, damaged, too_much
from romberg.formats.documents.writer import clean
from romberg.visit import Document

Parts = list[tuple[str, Document | Refused]]
DEEPEST = 2  # a PDF in a C-CDA document in a FHIR bundle
READERS = ("docx", "rtf", "html")


def unpacked(written: str) -> bytes:
    """The bytes of base64 text; raises Refused where it is none."""
    plain = "".join(written.split())
    if len(plain) > LARGEST_BYTES:
        raise too_much("room")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise damaged("its attached note is no base64") from None


def documents(data: bytes, media: str, depth: int) -> Parts:
    """What attached bytes hold; what they are is decided by their content, and by the media type among texts."""
    kind = kinds.of(data)
    if kind == "text" and "html" in media:
        kind = "html"
    if kind == "text":
        return [("", Document(clean(decoded(data)), "text"))]
    if kind in READERS:
        return [("", _loaded(kind).read(data))]
    if kind == "pdf":
        visits: Parts = _loaded("pdf").read_all(data)
        return visits if len(visits) > 1 else [("", one) for _, one in visits]
    if kind == "xml" and depth < DEEPEST:
        found: Parts = _loaded("cda").read_all(data, depth + 1)
        return found
    raise Refused(
        "format_not_read", f"holds {kinds.NAMES[kind]} as its note, which is not read; export the note as text."
    )


def _loaded(name: str):  # type: ignore[no-untyped-def]  # a reader's module, known by its function alone
    with doors_open():
        return import_module(f"romberg.formats.documents.{name}")
