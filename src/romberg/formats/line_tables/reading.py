"""Reads one piece of a file: its rows as they stand, each with its number, and the rows that cannot be read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from romberg.formats.line_tables import benefits
from romberg.formats.line_tables.cells import ROW
from romberg.formats.line_tables.pieces import Piece

_LEAST = 4_096  # rows of a Parquet file below which a damaged stretch is not looked for any closer
_SEPARATORS = ",;\t|"


@dataclass(slots=True)
class Broken:
    """Rows that cannot be read: the first, how many, and the name of the reason."""

    row: int
    rows: int
    reason: str


@dataclass(slots=True)
class Read:
    """The rows of a piece with their number in the file (column ROW), and those that are broken."""

    frame: pl.DataFrame
    broken: list[Broken] = field(default_factory=list)


def read(piece: Piece, columns: Sequence[str] | None = None) -> Read:
    """The rows of a piece of a table; `columns` are the only ones wanted of a Parquet file."""
    if piece.kind == "parquet":
        return _parquet(piece, columns)
    with Path(piece.path).open("rb") as file:
        heading = file.readline() if piece.kind == "csv" else b""
        file.seek(piece.start)
        data = file.read(piece.stop - piece.start)
    return _csv(piece, heading, data) if piece.kind == "csv" else _ndjson(piece, data)


def heading(path: str, kind: str) -> list[str]:
    """The names of a table's columns."""
    if kind == "parquet":
        return list(pl.read_parquet_schema(path))
    with Path(path).open("rb") as file:
        return _names(file.readline()) if kind == "csv" else []


# --- Parquet


def _parquet(piece: Piece, columns: Sequence[str] | None) -> Read:
    found: list[tuple[int, pl.DataFrame]] = []
    broken: list[Broken] = []
    _stretch(piece, piece.start, piece.stop, columns, found, broken)
    parts = [frame.with_columns(_numbers(at + 1, frame.height)) for at, frame in found]
    return Read(pl.concat(parts) if parts else pl.DataFrame(), _joined(broken))


def _stretch(
    piece: Piece, start: int, stop: int, columns: Sequence[str] | None, found: list[tuple[int, pl.DataFrame]],
    broken: list[Broken],
) -> None:  # fmt: skip
    """Read some rows; where they cannot be decoded, halve the stretch until the damage is found."""
    try:
        rows = pl.scan_parquet(piece.path)
        rows = rows if columns is None else rows.select(columns)
        found.append((start, rows.slice(start, stop - start).collect()))
    except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException):
        if stop - start <= _LEAST:
            broken.append(Broken(start + 1, stop - start, "file_not_read"))
            return
        middle = (start + stop) // 2
        _stretch(piece, start, middle, columns, found, broken)
        _stretch(piece, middle, stop, columns, found, broken)


def _joined(broken: Sequence[Broken]) -> list[Broken]:
    """Stretches that lie side by side as one."""
    found: list[Broken] = []
    for one in broken:
        if found and found[-1].row + found[-1].rows == one.row:
            found[-1].rows += one.rows
        else:
            found.append(one)
    return found


def _numbers(first: int, count: int) -> pl.Series:
    return pl.int_range(first, first + count, dtype=pl.Int64, eager=True).alias(ROW)


# --- CSV: a row is a line, so that an open quotation mark spoils no other row


def _names(line: bytes) -> list[str]:
    text = line.decode("utf-8-sig", errors="replace").strip("\r\n")
    return next(csv.reader([text], delimiter=separator_of(line)), [])


def separator_of(line: bytes) -> str:
    """What stands between the cells of a heading: the commonest of comma, semicolon, tab and bar."""
    text = line.decode("utf-8-sig", errors="replace")
    return max(_SEPARATORS, key=text.count)


def _csv(piece: Piece, head: bytes, data: bytes) -> Read:
    separator, names = separator_of(head), _names(head)
    lines = pl.Series("line", data.decode("utf-8", errors="replace").split("\n"), pl.String)
    table = pl.DataFrame({"line": lines, ROW: _numbers(piece.first_row, len(lines))})
    table = table.with_columns(pl.col("line").str.strip_chars_end("\r")).filter(pl.col("line") != "")
    quoted = pl.col("line").str.contains('"', literal=True)
    whole = pl.col("line").str.count_matches(separator, literal=True) == len(names) - 1
    plain = table.filter(~quoted & whole)
    broken = [Broken(row, 1, "row_broken") for row in table.filter(~quoted & ~whole)[ROW]]
    parts = [_cells(plain, names, separator)]
    with_quotes = table.filter(quoted)
    if with_quotes.height:
        parts.append(_by_quotes(with_quotes, names, separator, broken))
    frame = pl.concat([one for one in parts if one.height] or parts[:1])
    return Read(frame.sort(ROW), broken)


def _cells(plain: pl.DataFrame, names: Sequence[str], separator: str) -> pl.DataFrame:
    """Lines without quotation marks as cells."""
    kinds = dict.fromkeys(names, pl.String)
    if not plain.height:
        return pl.DataFrame(schema={**kinds, ROW: pl.Int64})
    text = "\n".join(plain["line"]).encode()
    cells = pl.read_csv(
        text, has_header=False, new_columns=list(names), separator=separator, quote_char=None, infer_schema=False
    )  # fmt: skip
    return cells.with_columns(plain[ROW])


def _by_quotes(lines: pl.DataFrame, names: Sequence[str], separator: str, broken: list[Broken]) -> pl.DataFrame:
    """Lines with quotation marks as cells, one by one."""
    rows: list[list[str | int]] = []
    for line, number in lines.select("line", ROW).iter_rows():
        try:
            cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=separator, strict=True))
        except (csv.Error, StopIteration):
            cells = []
        if len(cells) == len(names):
            rows.append([*cells, number])
        else:
            broken.append(Broken(number, 1, "row_broken"))
    schema = {**dict.fromkeys(names, pl.String), ROW: pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


# --- NDJSON


def _ndjson(piece: Piece, data: bytes) -> Read:
    numbered = [(piece.first_row + at, line) for at, line in enumerate(data.split(b"\n")) if line.strip()]
    rows, broken = [], []
    for number, line in numbered:
        try:
            held = json.loads(line)
        except (ValueError, RecursionError):
            held = None
        if isinstance(held, dict) and benefits.is_benefit(held):
            rows += [{**one, ROW: number} for one in benefits.rows(held)]
        elif isinstance(held, dict):
            rows.append({str(name): _plain(cell) for name, cell in held.items()} | {ROW: number})
        else:
            broken.append(Broken(number, 1, "row_broken"))
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: pl.Series(name, [row.get(name) for row in rows], pl.String) for name in names if name != ROW}
    return Read(pl.DataFrame({**columns, ROW: pl.Series(ROW, [row[ROW] for row in rows], pl.Int64)}), broken)


def _plain(cell: object) -> str | None:
    """A cell as text: lists put together, nothing where there is none."""
    if cell is None or isinstance(cell, dict):
        return None
    if isinstance(cell, list):
        return "|".join(str(one) for one in cell if one is not None)
    return str(cell)
