"""What is fuzzed: each reader of a document, and the reader of plain notes; and what must hold of any answer."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Mapping
from itertools import pairwise

from romberg.formats.decoding import text_of
from romberg.formats.documents.readers import answer
from romberg.formats.documents.wire import Request
from romberg.formats.unreadable import Unreadable
from romberg.visit import Document

logging.disable(logging.CRITICAL)  # as in the child process: what a library says of a broken file goes nowhere
Target = Callable[[bytes], None]
LONGEST_NOTE = 20_000  # bytes of a plain note: enough for every branch, and each try stays short


class BrokenError(AssertionError):
    """A reader did what no reader may."""


def reader(suffix: str) -> Target:
    """The target for files of one suffix."""

    def run(data: bytes) -> None:
        told = answer(Request(f"x{suffix}", suffix, data))
        for member in told.members or ():
            for _, found in answer(Request(member.source, suffix, data, None, member.number)).found:
                check(found)
        for _, found in told.found:
            check(found)

    return run


def check(found: Document | Unreadable) -> None:
    """A document has words, or says why not; its places are those of its words; a refusal is one sentence."""
    if isinstance(found, Unreadable):
        require(bool(found.says.strip()) and found.says.endswith("."), f"no sentence: {found.says!r}")
        require("Traceback" not in found.says and len(found.says) < 600, "a sentence without end")
        return
    require(bool(found.text.strip()) or found.partial, "an empty note that is no gap")
    odd = [one for one in found.text if unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t"]
    require(not odd or found.kind == "text", f"a control sign: {odd[:1]!r}")
    if found.places is not None:
        ends = [(0, 0), *found.places.spans]
        require(all(a[1] <= b[0] < b[1] for a, b in pairwise(ends)), "places out of order")
        require(not ends[1:] or ends[-1][1] <= len(found.text), "a place beyond the text")
    for line in found.billed or ():
        require(0 < line.units < 1_000_000 or line.units == 0, "units that nobody billed")


def require(holds: bool, what: str) -> None:
    """Stop with what is wrong."""
    if not holds:
        raise BrokenError(what)


def plain_note(data: bytes) -> None:
    """A note as text: decoded, read to a visit, with all places in the text."""
    from romberg import notes  # noqa: PLC0415  # its tables load slowly, and only this target needs them

    try:
        text = text_of(data[:LONGEST_NOTE], "x.txt")
    except Unreadable as error:
        check(error)
        return
    visit = notes.read(text)
    require(visit.text == text, "another text")
    for treatment in visit.treatments:
        for activity in treatment.activities:
            for start, end in activity.spans:
                require(0 <= start < end <= len(text), "a span outside of the note")
            start, end = activity.spans[0]
            require(text[start:end] == activity.text, "a span that is not its words")


TARGETS: Mapping[str, Target] = {
    "rtf": reader(".rtf"),
    "html": reader(".html"),
    "pdf": reader(".pdf"),
    "docx": reader(".docx"),
    "cda": reader(".xml"),
    "fhir": reader(".json"),
    "json": reader(".json"),
    "hl7": reader(".hl7"),
    "csv": reader(".csv"),
    "zip": reader(".zip"),
    "note": plain_note,
}
