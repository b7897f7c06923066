"""The tables of a finished run once more as Delta tables, for engines that read those: a folder of `delta/` each.

A table is written beside its place from the run's Parquet, some row groups at a time so that memory does not grow with
it, and appears whole or not at all; one that stands is left alone. Needs deltalake (the extra `romberg[delta]`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

from romberg.batch.audit import whole
from romberg.batch.audit.work import RESULTS
from romberg.formats.unreadable import Unreadable

FOLDER = "delta"
_NAMES = (*RESULTS, "notes")
_ROWS = 250_000  # rows that are held at once: a row group of the run's Parquet
_LOG = "_delta_log"  # where it stands, a folder is a Delta table
Progress = Callable[[str, int, int], None]


def library() -> Any:
    """The module deltalake. Raises Unreadable where it is not installed, with the command that installs it."""
    try:
        return import_module("deltalake")
    except ImportError:
        says = "--delta needs the library deltalake; install it with pip install 'romberg[delta]'."
        raise Unreadable("no_delta", says, "--delta") from None


def left(out: Path) -> list[str]:
    """The tables of a finished run that do not stand as Delta yet, in the order in which they are written."""
    there = [name for name in _NAMES if (out / f"{name}.parquet").is_file()]
    return [name for name in there if not (out / FOLDER / name / _LOG).is_dir()]


def put(out: Path, progress: Progress) -> None:
    """Write the tables that are left, each whole or not at all. Raises OSError where one cannot be written."""
    names = left(out)
    _swept(out)
    rows = {name: pl.scan_parquet(out / f"{name}.parquet").select(pl.len()).collect().item() for name in names}
    every, done = max(sum(rows.values()), 1), 0

    def on(name: str) -> Iterator[pl.DataFrame]:
        nonlocal done
        for first in range(0, rows[name], _ROWS):
            frame = pl.scan_parquet(out / f"{name}.parquet").slice(first, _ROWS).collect()
            yield frame
            done += frame.height
            progress("delta", done * 1_000_000 // every, frame.height)

    if names:
        progress("delta", 0, 0)
    for name in names:
        empty = pl.read_parquet(out / f"{name}.parquet", n_rows=0)
        _table(out / FOLDER / name, empty, on(name))


def forgotten(out: Path) -> None:
    """Take away the Delta tables of a former run; what else somebody keeps in the folder stays."""
    for name in _NAMES:
        stands = out / FOLDER / name
        if (stands / _LOG).is_dir():
            aside = _beside(stands)
            stands.replace(aside)  # in one step, so that no half of a table is seen
            shutil.rmtree(aside)
    _swept(out)


def _table(path: Path, empty: pl.DataFrame, frames: Iterator[pl.DataFrame]) -> None:
    """One Delta table of the columns of a frame without rows and the rows of others."""
    deltalake, arrow = library(), import_module("arro3.core")
    schema = arrow.Table.from_arrow(empty).schema
    batches = (batch for frame in frames for batch in arrow.Table.from_arrow(frame).to_batches())
    beside = _beside(path)
    beside.mkdir(parents=True)
    packed = deltalake.WriterProperties(compression="ZSTD", compression_level=1, max_row_group_size=_ROWS)
    try:
        reader = arrow.RecordBatchReader.from_batches(schema, batches)
        deltalake.write_deltalake(beside.absolute().as_uri(), reader, name=path.name, writer_properties=packed)
        for file in beside.rglob("*"):
            _on_disk(file)
        beside.replace(path)
    except deltalake.exceptions.DeltaError as error:
        raise OSError(str(error)) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _on_disk(file: Path) -> None:
    if file.is_file():
        with file.open("rb+") as held:
            os.fsync(held.fileno())


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}{whole.UNFINISHED}")


def _swept(out: Path) -> None:
    """Take away what a stopped run left half-written."""
    for one in (out / FOLDER).glob(f".*{whole.UNFINISHED}"):
        shutil.rmtree(one, ignore_errors=True)
