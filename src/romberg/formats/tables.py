"""Tables with a heading, from CSV or Parquet, a row at a time with the place where it stands."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from romberg.formats.unreadable import Unreadable

_PIECE = 1 << 20
_LONGEST_NAME, _MOST_TOLD = 40, 30


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns' names, and its rows in order with their places ("line 12" of a CSV, "row 12")."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Any, ...]], ...]

    def at(self, name: str) -> int:
        """Where a column stands. Raises Unreadable that names the columns there are."""
        if name not in self.columns:
            says = f"{self.path} has no column {name!r}; {columns_told(self.columns)}."
            raise Unreadable("column", says, self.path)
        return self.columns.index(name)


def columns_told(columns: Sequence[str]) -> str:
    """What a message may say of a table's columns: nothing of a first line of data, which may be a patient's."""
    names = [one.strip() for one in columns]
    data = len(names) < 2 or any(not one or not one[0].isalpha() or len(one) > _LONGEST_NAME for one in names)
    return "its first line names no columns" if data else f"its columns are {', '.join(names[:_MOST_TOLD])}"


def read(path: str) -> Table:
    """A whole table, .csv or .parquet; raises Unreadable with the place at fault."""
    suffix = Path(path).suffix.lower()
    if suffix not in (".csv", ".parquet"):
        says = f"{path}: a table is read as .csv (with a heading) or .parquet; save it as one of them."
        raise Unreadable("format_not_read", says, path)
    try:
        return _parquet(path) if suffix == ".parquet" else _csv(path)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Unreadable("not_readable", f"{path} cannot be read ({reason}).", path) from None


def sha256(path: str) -> str:
    """The hash of a file, by which a plan knows its universe again."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _parquet(path: str) -> Table:
    try:
        frame = pl.read_parquet(path)
    except pl.exceptions.PolarsError as error:
        says = f"{path} is no readable Parquet file ({str(error).splitlines()[0][:120]})."
        raise Unreadable("damaged", says, path) from None
    rows = tuple((f"row {number}", row) for number, row in enumerate(frame.iter_rows(), 1))
    return Table(path, tuple(frame.columns), rows)


def _csv(path: str) -> Table:
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            table = list(_lines(csv.reader(file, delimiter=max(",;\t", key=first.count), strict=True)))
    except UnicodeDecodeError as error:
        says = f"{path} is not UTF-8 text (byte {error.start} of a piece cannot be read); save the table in UTF-8."
        raise Unreadable("encoding", says, path) from None
    except csv.Error as error:
        raise Unreadable("shape", f"{path} is no readable CSV ({error}).", path) from None
    if not table:
        raise Unreadable("empty", f"{path} is empty; its first line has to name the columns.", path)
    heading = tuple(cell.strip() for cell in table[0][1])
    _refuse_twice(heading, path)
    return Table(path, heading, tuple(_row(place, cells, heading, path) for place, cells in table[1:]))


def _lines(reader: Any) -> Iterator[tuple[str, list[str]]]:
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield f"line {reader.line_num}", cells


def _row(place: str, cells: Sequence[str], heading: Sequence[str], path: str) -> tuple[str, tuple[Any, ...]]:
    if len(cells) != len(heading):
        says = f"{path}, {place}: {len(cells)} cells under {len(heading)} columns; mend or take out the row."
        raise Unreadable("shape", says, f"{path}: {place}")
    return place, tuple(cell.strip() for cell in cells)


def _refuse_twice(heading: Sequence[str], path: str) -> None:
    twice = next((name for name in heading if heading.count(name) > 1), None)
    if twice is not None:
        raise Unreadable("shape", f"{path} names the column {twice!r} twice; name each once.", f"{path}: line 1")
