"""What is fuzzed: each reader of a document, and the reader of plain notes; and what must hold of any answer."""

from __future__ import annotations

import io
import logging
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import pairwise

import polars as pl

from romberg.claims.balance import imbalances
from romberg.formats.decoding import text_of
from romberg.formats.documents.readers import answer
from romberg.formats.documents.wire import Request
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.acknowledged import file_answers
from romberg.formats.x12.billed import billed
from romberg.formats.x12.bulk import claim_lines, paid_lines
from romberg.formats.x12.edits import validate
from romberg.formats.x12.eligible import eligibilities
from romberg.formats.x12.flat import flat_lines
from romberg.formats.x12.flat_paid import flat_paid
from romberg.formats.x12.p837 import batches
from romberg.formats.x12.r835 import remittances
from romberg.formats.x12.shown import shown
from romberg.visit import Document

logging.disable(logging.CRITICAL)  # as in the child process: what a library says of a broken file goes nowhere
Target = Callable[[bytes], None]
PRIVATE = ("VALEXQ", "ADAXQ", "1EG4TE5MK73")  # the patient's name and number in every seed of X12
_WINDOW = 2_000  # bytes of a window of X12, so that a small file has several
LONGEST_X12 = 10_000  # bytes of a file of claims or payments: some windows, and each try stays short
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


def x12_claims(data: bytes) -> None:
    """Claims by every reader of them: the flat lines one by one and many at once are the same, or the same refusal."""
    data = data[:LONGEST_X12]
    one_by_one = _lines(lambda: [tuple(one) for one in flat_lines(io.BytesIO(data))])
    at_once = _lines(lambda: _rows(claim_lines(io.BytesIO(data), _WINDOW, small=0)))
    require(one_by_one == at_once, "lines at once are others than one by one")
    _read(lambda: sum(1 for _ in billed(io.BytesIO(data))))
    _read(lambda: sum(1 for _ in batches(io.BytesIO(data))))
    _read(lambda: validate(data, date(2026, 4, 2)))


def x12_payments(data: bytes) -> None:
    """Payments by every reader of them."""
    data = data[:LONGEST_X12]
    one_by_one = _lines(lambda: [tuple(one) for one in flat_paid(io.BytesIO(data))])
    at_once = _lines(lambda: _rows(paid_lines(io.BytesIO(data), _WINDOW, small=0)))
    require(one_by_one == at_once, "lines at once are others than one by one")
    _read(lambda: [imbalances(one) for one in remittances(io.BytesIO(data))])
    _read(lambda: validate(data, date(2026, 4, 2)))


def x12_answers(data: bytes) -> None:
    """What comes back: 999, 277CA, 277, TA1, and cover told (271)."""
    _read(lambda: sum(1 for _ in file_answers(io.BytesIO(data))))
    _read(lambda: [one.accumulators() for one in eligibilities(io.BytesIO(data))])
    _read(lambda: [one.line for one in shown(io.BytesIO(data))[1]])


def _lines(read: Callable[[], list[tuple[object, ...]]]) -> list[tuple[object, ...]] | str:
    """The rows of a file, or what is wrong with it."""
    try:
        return read()
    except Unreadable as error:
        check_refusal(error)
        return error.says


def _read(read: Callable[[], object]) -> None:
    try:
        read()
    except Unreadable as error:
        check_refusal(error)


def check_refusal(error: Unreadable) -> None:
    """A refusal is one sentence with its place, and holds nothing that a patient's data could be."""
    check(error)
    require(not any(name in error.says.upper() for name in PRIVATE), "a sentence with a patient's data")


def _rows(frames: Iterable[pl.DataFrame]) -> list[tuple[object, ...]]:
    return [
        tuple(tuple(one) if isinstance(one, list) else one for one in row) for frame in frames for row in frame.rows()
    ]


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
    "x12_claims": x12_claims,
    "x12_payments": x12_payments,
    "x12_answers": x12_answers,
}
