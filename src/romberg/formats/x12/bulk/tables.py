"""Frames of lines as a table for other programs: CSV, JSON lines or Parquet, frame by frame in little memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO

import polars as pl

_FORMULA = r"^[=+\-@\t\r]"  # how a cell begins that a spreadsheet takes for a formula
Frames = Iterable[pl.DataFrame]


def csv(frames: Frames, schema: pl.Schema, to: IO[bytes]) -> None:
    """A row a line; lists stand in one cell with a bar between, and no cell is a formula to any spreadsheet."""
    cells = [_cell(name, dtype) for name, dtype in schema.items()]
    pl.DataFrame(schema=schema).select(cells).write_csv(to)
    for frame in frames:
        frame.select(cells).write_csv(to, include_header=False)


def ndjson(frames: Frames, _: pl.Schema, to: IO[bytes]) -> None:
    """An object a line."""
    for frame in frames:
        frame.write_ndjson(to)


def parquet(frames: Frames, schema: pl.Schema, to: IO[bytes]) -> None:
    """One table of Parquet; the frames wait on the disk until all are there."""
    with tempfile.TemporaryDirectory() as folder:
        pl.DataFrame(schema=schema).write_parquet(Path(folder) / "00000000.parquet")
        for number, frame in enumerate(frames, 1):
            frame.write_parquet(Path(folder) / f"{number:08}.parquet", compression="lz4")
        pl.scan_parquet(f"{folder}/*.parquet").sink_parquet(to, compression="zstd")


TABLES: Mapping[str, Callable[[Frames, pl.Schema, IO[bytes]], None]] = {
    ".csv": csv,
    ".ndjson": ndjson,
    ".jsonl": ndjson,
    ".parquet": parquet,
}


def _cell(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.List):
        column = column.list.eval(pl.element().cast(pl.String).fill_null("")).list.join("|")
    elif dtype != pl.String:
        return column
    return pl.when(column.str.contains(_FORMULA)).then("'" + column).otherwise(column).alias(name)
