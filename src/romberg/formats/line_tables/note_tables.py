"""Tables of notes, a row a note: its words or the file that holds them, and whose they are (docs/audit.md)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from romberg.formats.line_tables.cells import DAYS
from romberg.formats.line_tables.reading import separator_of
from romberg.formats.tables import columns_told
from romberg.formats.unreadable import Unreadable

TABLES = (".parquet", ".csv", ".tsv", ".ndjson", ".jsonl")
NAMES = {
    "text": ("note", "text", "note_text", "body"),
    "file": ("file", "path", "note_file"),
    "patient": ("patient", "patient_id", "member_id", "person_id"),
    "claim": ("claim", "claim_id", "claim_number"),
    "service_date": ("service_date", "date", "visit_date", "date_of_service"),
    "clinician": ("rendering_npi", "clinician", "clinician_npi", "provider_npi", "npi"),
}
_SLICE = 5_000  # rows of a Parquet file that are held at a time


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note of a table: its row, its words or the file that holds them, and what the table says of it.

    `day` is None where the table gives none; a day that cannot be read makes the row `broken`.
    """

    row: int
    text: str
    file: str
    patient: str
    claim: str
    day: date | None
    clinician: str
    broken: bool = False


def is_table(path: str) -> bool:
    """Whether a file is a table of notes: by its ending, and for those that notes share, by its columns."""
    suffix = Path(path).suffix.lower()
    if suffix not in TABLES or not Path(path).is_file():
        return False
    if suffix in (".parquet", ".tsv"):
        return True
    with open(path, "rb") as file:
        first = file.readline()
    if suffix == ".csv":
        columns = next(csv.reader([first.decode("utf-8-sig", "replace")], delimiter=separator_of(first)), [])
    else:
        columns = list(_object(first) or ())
    named = _columns(columns)
    return bool(named.get("text") or named.get("file")) and bool(named.get("patient") or named.get("claim"))


def rows(path: str) -> Iterator[NoteRow]:
    """The notes of a table, one after another; raises Unreadable where it is none, or does not tell whose they are."""
    try:
        yield from (_row(at, cells) for at, cells in _read(path))
    except (OSError, pl.exceptions.PolarsError, UnicodeError):
        says = f"{path} cannot be read as a table of notes; get the file once more."
        raise Unreadable("file_not_read", says, path) from None


def _read(path: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    suffix = Path(path).suffix.lower()
    if suffix == ".parquet":
        return _parquet(path)
    return _csv(path) if suffix in (".csv", ".tsv") else _ndjson(path)


def _parquet(path: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    frame = pl.scan_parquet(path)
    heading = frame.collect_schema().names()
    named = _named(heading, path)
    chosen = frame.select([pl.col(theirs).alias(ours) for ours, theirs in named.items()])
    count = frame.select(pl.len()).collect().item()
    for start in range(0, count, _SLICE):
        yield from enumerate(chosen.slice(start, _SLICE).collect().iter_rows(named=True), start + 1)


def _csv(path: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """A cell in quotation marks may hold line breaks, as notes do."""
    with open(path, "rb") as file:
        separator = separator_of(file.readline())
    with open(path, encoding="utf-8-sig", errors="replace", newline="") as text:
        reader = csv.reader(text, delimiter=separator)
        heading = next(reader, [])
        named = _named(heading, path)
        places = {ours: heading.index(theirs) for ours, theirs in named.items()}
        at = 1
        while True:
            at += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:  # a cell too long for any note
                yield at, None
                continue
            if cells:
                whole = len(cells) == len(heading)
                yield at, {ours: cells[place] for ours, place in places.items()} if whole else None


def _ndjson(path: str) -> Iterator[tuple[int, dict[str, Any] | None]]:
    named: dict[str, str] | None = None
    with open(path, "rb") as file:
        for at, line in enumerate(file, 1):
            if not line.strip():
                continue
            held = _object(line)
            if held is None:
                yield at, None
                continue
            if named is None:
                named = _named(list(held), path)
            own = {**named, **_columns(list(held))}  # a row may leave out what it does not know
            yield at, {ours: held.get(theirs) for ours, theirs in own.items()}


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return held if isinstance(held, dict) else None


def _columns(heading: Sequence[str]) -> dict[str, str]:
    """For each of our columns the table's own that holds it."""
    plain = {name.strip().lower(): name for name in heading}
    found = {ours: next((plain[one] for one in names if one in plain), None) for ours, names in NAMES.items()}
    return {ours: theirs for ours, theirs in found.items() if theirs is not None}


def _named(heading: Sequence[str], path: str) -> dict[str, str]:
    named = _columns(heading)
    if not ({"text", "file"} & set(named) and {"patient", "claim"} & set(named)):
        says = (
            f"{path}: a table of notes has a column note (or file) and one for the patient or the claim; "
            f"{columns_told(heading)}."
        )
        raise Unreadable("table_columns", says, path)
    return named


def _row(at: int, cells: Mapping[str, Any] | None) -> NoteRow:
    if cells is None:
        return NoteRow(at, "", "", "", "", None, "", broken=True)
    texts = {name: str(cells[name]).strip() if cells.get(name) is not None else "" for name in NAMES if name != "text"}
    day = day_of(cells.get("service_date"))
    text = cells.get("text")
    return NoteRow(
        at, "" if text is None else str(text), texts["file"], texts["patient"], texts["claim"], day,
        texts["clinician"], broken=bool(texts["service_date"]) and day is None,
    )  # fmt: skip


def day_of(cell: object) -> date | None:
    """A day as a cell gives it; None where it is empty or none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell or "").strip()
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
