"""Notes beside claims, gathered once: their words and whose they are, so that each bucket finds its own.

In the work's folder: `keys.parquet` (a row a note: whose it is, and what keeps it from being joined) and parts of
words. A note is joined by the patient's number or by the claim's, as its table gives them, its structured document,
the head of its words or its file's name (a claim's number); never by a name or by likeness.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from romberg.batch.audit import encoded, whole
from romberg.batch.check import Failure, Words, guarded, text_in
from romberg.formats import note_file
from romberg.formats.documents.worker import Worker
from romberg.formats.line_tables import note_tables
from romberg.formats.note_file import Named
from romberg.formats.unreadable import Unreadable
from romberg.notes.header.patient import patient
from romberg.visit import Document
from romberg.visit.document import Gap

KEYS = {
    "number": pl.Int64, "source": pl.String, "patient": pl.String, "claim": pl.String, "day": pl.Date,
    "clinician": pl.String, "outcome": pl.String, "hash": pl.UInt64,
}  # fmt: skip
_FOUND = {
    "number": pl.Int64, "source": pl.String, "day": pl.Date, "outcome": pl.String, "patient": pl.String,
    "claim": pl.String, "clinician": pl.String, "record": pl.String,
}  # fmt: skip
_WORDS = {"text": pl.String, "beside": pl.String}
PART = 4_096  # notes in a part of words
OUTCOMES = {
    "joined": "The note was judged with the claim lines of its visit.",
    "not_read": "The note cannot be read; the file is named.",
    "no_key": "Neither table, words nor file name give a patient's or claim's number; add them in a table of notes.",
    "no_day": "Neither its table nor its words give the day of service.",
    "other_day": "Its words tell another day than its table; correct one of them.",
    "other_patient": "The claim's number is that of another patient than the one told beside it; correct one of them.",
    "no_claim": "No claim line of this patient stands on this day (under this clinician, where one is given).",
    "several_patients": "Claims of several patients have this number; give the patient's number.",
    "several_visits": "Several visits of the patient fall on the day; give the clinician's NPI or the claim.",
    "several_notes": "Several notes belong to one visit; which of them documents it cannot be told.",
}


@dataclass(frozen=True, slots=True)
class Given:
    """A note as it was found: its name, its words or why there are none, and whose it is as far as that is told.

    `record` is the number that its own head gives, which may be another than the payer's: a claim's number goes first.
    """

    source: str
    words: Words | Unreadable
    patient: str = ""
    claim: str = ""
    day: date | None = None
    clinician: str = ""
    record: str = ""


def files(given: Sequence[str]) -> list[str]:
    """All files that the notes of a run hang on, tables as well as notes; raises Unreadable where one is not there."""
    named = note_file.named([one for one in given if not note_tables.is_table(one)])
    absent = next((one.error for one in named if one.error is not None), None)
    if absent is not None:
        raise absent
    missing = next((one.source for one in named if not Path(one.source).is_file()), None)
    if missing is not None:
        raise Unreadable("not_found", f"{missing} is not there; check the name.", missing)
    return [one for one in given if note_tables.is_table(one)] + [one.source for one in named]


def gather(folder: Path, given: Sequence[str], pieces: Sequence[Path]) -> int:
    """Write the notes of some files into a folder, which appears whole or not at all; how many there are.

    `pieces` are the folders of encoded claims, in which a claim's patient is looked up.
    """
    beside = folder.with_name(f".{folder.name}{whole.UNFINISHED}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    keys: list[tuple[Any, ...]] = []
    words: list[tuple[str, str]] = []
    with Worker() as worker:
        for number, one in enumerate(_given(given, worker)):
            failed = isinstance(one.words, Unreadable)
            whose = (one.patient, one.claim, one.clinician.upper(), one.record)
            keys.append((number, one.source, one.day, "not_read" if failed else None, *(it or None for it in whose)))
            words.append(("", "") if isinstance(one.words, Unreadable) else _packed(one.words))
            if len(words) == PART:
                _write_words(beside, number // PART, words)
                words = []
    if words:
        _write_words(beside, len(keys) // PART, words)
    _with_patients(keys, pieces).write_parquet(beside / "keys.parquet")
    shutil.rmtree(folder, ignore_errors=True)
    beside.replace(folder)
    return len(keys)


def _write_words(folder: Path, part: int, words: Sequence[tuple[str, str]]) -> None:
    frame = pl.DataFrame(list(words), schema=_WORDS, orient="row")
    frame.write_ipc(folder / f"words-{part:06}.arrow", compression="uncompressed")


# --- whose a note is


def _with_patients(keys: Sequence[tuple[Any, ...]], pieces: Sequence[Path]) -> pl.DataFrame:
    """The keys with the patient of each, looked up by the claim where only that is told, and what stands against it."""
    frame = pl.DataFrame(list(keys), schema=_FOUND, orient="row")
    found = _patients_of(frame["claim"].drop_nulls().unique(), pieces)
    one = found.group_by("claim").agg(theirs=pl.col("patient").first(), many=pl.len())
    frame = frame.join(one, on="claim", how="left", maintain_order="left").with_columns(
        claim=pl.when(pl.col("many").is_not_null()).then("claim"),  # a number that no claim has tells nothing
        patient=pl.coalesce("patient", pl.when(pl.col("many") == 1).then("theirs"), "record"),
    )
    another = (pl.col("many") == 1) & (pl.col("theirs") != pl.col("patient"))
    nobody = pl.when(pl.col("many") > 1).then(pl.lit("several_patients")).otherwise(pl.lit("no_key"))
    against = pl.coalesce(
        "outcome", pl.when(pl.col("patient").is_null()).then(nobody), pl.when(another).then(pl.lit("other_patient"))
    )
    hashes = pl.Series(encoded.hashed(frame["patient"].fill_null("")), dtype=pl.UInt64)
    return frame.with_columns(outcome=against, hash=hashes).select(list(KEYS))


def _patients_of(claims: pl.Series, pieces: Sequence[Path]) -> pl.DataFrame:
    parts = [
        pl.scan_ipc(one / "names.arrow").select("claim", "patient").filter(pl.col("claim").is_in(claims.implode()))
        for one in pieces
    ]
    schema = {"claim": pl.String, "patient": pl.String}
    return pl.concat(parts).unique().sort("claim", "patient").collect() if parts else pl.DataFrame(schema=schema)


# --- notes as they are found


def _given(paths: Sequence[str], worker: Worker) -> Iterator[Given]:
    for path in paths:
        if note_tables.is_table(path):
            yield from _of_table(path, worker)
        else:
            for named in note_file.named([path]):
                yield from _of_file(named, worker)


def _of_table(path: str, worker: Worker) -> Iterator[Given]:
    for row in note_tables.rows(path):
        source = f"{path}#{row.row}"
        whose = (row.patient, row.claim, row.day, row.clinician)
        if row.broken:
            says = f"{source} has not the cells of its heading, or no day that can be read."
            yield Given(source, Unreadable("row_broken", says, source))
        elif row.file:
            named = Named(str(Path(path).parent / row.file))
            yield from (Given(name, words, *whose) for name, words in _documents(named, worker))
        else:
            yield Given(source, row.text, *whose)


def _of_file(named: Named, worker: Worker) -> Iterator[Given]:
    for source, words in _documents(named, worker):
        if isinstance(words, Unreadable):
            if not (words.code == note_file.NOT_A_NOTE and named.found):
                yield Given(source, words)
            continue
        number = words.patient if isinstance(words, Document) else ""
        told = patient(text_in(words))
        on = words.service_date if isinstance(words, Document) else None
        number = number or (told.number if told and told.number else "")
        yield Given(source, words, claim=Path(source).stem, day=on, record=number)


def _documents(named: Named, worker: Worker) -> Sequence[note_file.Held]:
    held = guarded(named.source, partial(note_file.documents, named, worker), False)
    return [(named.source, held.error)] if isinstance(held, Failure) else held


# --- words as they lie in the folder


def _packed(words: Words) -> tuple[str, str]:
    """A note's words, and what its document says beside them; the places of words on pages are not kept."""
    if not isinstance(words, Document):
        return words, ""
    beside = {
        "kind": words.kind,
        "gaps": [asdict(gap) for gap in words.gaps],
        "on": words.service_date.isoformat() if words.service_date else None,
        "dated_by": words.dated_by,
        "patient": words.patient,
    }
    return words.text, json.dumps(beside)


def words_of(folder: Path, numbers: Sequence[int]) -> list[Words]:
    """The words of some notes by their numbers, in that order."""
    parts: dict[int, pl.DataFrame] = {}
    found: list[Words] = []
    for number in numbers:
        part = number // PART
        if part not in parts:
            parts[part] = pl.scan_ipc(folder / f"words-{part:06}.arrow").collect()
        text, beside = parts[part].row(number % PART)
        found.append(_document(text, json.loads(beside)) if beside else text)
    return found


def _document(text: str, beside: dict[str, Any]) -> Document:
    return Document(
        text,
        beside["kind"],
        tuple(Gap(**gap) for gap in beside["gaps"]),
        service_date=date.fromisoformat(beside["on"]) if beside["on"] else None,
        dated_by=beside["dated_by"],
        patient=beside["patient"],
    )
