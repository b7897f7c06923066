"""Inputs cut into pieces that are read one by one, each small enough to be held: by rows, by bytes, or a whole 837."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from romberg.formats.unreadable import Unreadable

ROWS = 1_000_000  # of a Parquet file, at the most
BYTES = 128_000_000  # of a text file, at the most
_KINDS = {
    ".parquet": "parquet", ".csv": "csv", ".txt": "csv", ".tsv": "csv", ".psv": "csv", ".ndjson": "ndjson",
    ".jsonl": "ndjson", ".837": "x12", ".x12": "x12", ".edi": "x12",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one file: rows from `start` to `stop` of a Parquet file, bytes of a text file, or all of an 837.

    `first_row` is the number of its first row in the file, counted from 1 (the heading of a CSV is row 1).
    """

    path: str
    kind: str
    start: int
    stop: int
    first_row: int


def files(inputs: Sequence[str]) -> list[str]:
    """The files named, and all readable ones in the folders named, in order; raises Unreadable where there is none."""
    found: list[str] = []
    for given in inputs:
        path = Path(given)
        if path.is_dir():
            inside = sorted(str(one) for one in path.rglob("*") if one.suffix.lower() in _KINDS and _seen(one, path))
            if not inside:
                raise Unreadable("no_tables", f"{given} holds no files of claims (docs/audit.md says which).", given)
            found += inside
        elif not path.is_file():
            raise Unreadable("not_found", f"{given} is not there; check the name.", given)
        elif path.suffix.lower() not in _KINDS:
            says = f"{given}: claims are audited from .parquet, .csv, .ndjson and .837; give one of these."
            raise Unreadable("format_not_read", says, given)
        else:
            found.append(given)
    return list(dict.fromkeys(found))


def _seen(file: Path, folder: Path) -> bool:
    """Whether neither a file nor a folder on the way to it is hidden or unfinished (.name, _name)."""
    return not any(part.startswith((".", "_")) for part in file.relative_to(folder).parts)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a piece is: rows of a Parquet file, bytes of a text file."""

    rows: int = ROWS
    bytes: int = BYTES


def pieces(path: str, size: Size = Size()) -> list[Piece]:
    """The pieces of one file, in order; raises Unreadable where nothing of it can be read."""
    kind = _KINDS[Path(path).suffix.lower()]
    try:
        if kind == "parquet":
            return list(_of_rows(path, size.rows))
        if kind == "x12":
            return [Piece(path, kind, 0, Path(path).stat().st_size, 1)]
        return list(_of_bytes(path, kind, size.bytes))
    except (pl.exceptions.PolarsError, OSError):
        raise Unreadable("file_not_read", f"{path} cannot be read as {kind}; get the file once more.", path) from None


def _of_rows(path: str, each: int) -> Iterator[Piece]:
    rows = pl.scan_parquet(path).select(pl.len()).collect().item()
    for start in range(0, rows, each):
        yield Piece(path, "parquet", start, min(start + each, rows), start + 1)


def _of_bytes(path: str, kind: str, each: int) -> Iterator[Piece]:
    """Pieces that end behind a line's end; lines are counted on the way, so that each row keeps its number."""
    row = 1
    with Path(path).open("rb") as file:
        if kind == "csv":
            file.readline()
            row = 2
        start = file.tell()
        while block := file.read(each):
            rest = file.readline()
            yield Piece(path, kind, start, start + len(block) + len(rest), row)
            row += block.count(b"\n") + rest.count(b"\n")
            start += len(block) + len(rest)
