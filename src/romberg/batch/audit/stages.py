"""The two stages of a run, a piece and a bucket at a time; each leaves its result whole, or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from romberg.batch.audit import encoded, whole, years
from romberg.batch.audit.judge import Asked, judge
from romberg.batch.audit.notes_joined import of_bucket
from romberg.batch.audit.ordering import Understood, understood
from romberg.batch.audit.since import before_it
from romberg.batch.audit.work import RESULTS, Work
from romberg.formats.line_tables.cells import ROW, ours
from romberg.formats.line_tables.claims_x12 import read_x12
from romberg.formats.line_tables.maps import Map
from romberg.formats.line_tables.pieces import Piece
from romberg.formats.line_tables.reading import Broken, read
from romberg.formats.unreadable import Unreadable

REJECT = {"file": pl.String, "row": pl.Int64, "rows": pl.Int64, "reason": pl.String}


@dataclass(frozen=True, slots=True)
class Encode:
    """What encodes a piece: the work's folder and the map of its table."""

    out: str
    map: Map
    after: int | None = None  # the last day that a former run has audited

    def __call__(self, given: tuple[int, Piece]) -> int:
        """Encode one piece; the number of its rows."""
        number, piece = given
        work = Work(Path(self.out))
        rows, broken = _rows(piece, self.map)
        rows = before_it(rows, self.after)
        faultless = rows.filter(pl.col("fault").is_null())
        if faultless.height:
            encoded.write(work.piece(number), faultless, number)
        faulty = rows.filter(pl.col("fault").is_not_null()).select(row=ROW, rows=pl.lit(1, pl.Int64), reason="fault")
        told = pl.concat([_broken(broken), faulty.cast({"row": pl.Int64})]).sort("row", "reason")
        rejects = told.select(pl.lit(piece.path).alias("file"), "row", "rows", "reason")
        whole.table(work.piece_rejects(number), rejects)
        return rows.height


def _rows(piece: Piece, held: Map) -> tuple[pl.DataFrame, list[Broken]]:
    """The rows of a piece in our own columns, and those that cannot be read; a file that cannot is one of these."""
    try:
        if piece.kind == "x12":
            return ours(read_x12(piece.path), Map("x12")), []
        found = read(piece)
        if not found.frame.height:
            return _no_rows(), found.broken
        return ours(found.frame, held), found.broken
    except Unreadable as error:
        if error.code == "table_columns":
            raise Unreadable(error.code, f"{piece.path}: {error.says}", piece.path) from None
        return _no_rows(), [Broken(piece.first_row, 1, "file_not_read")]  # how many rows it has is not known


def _no_rows() -> pl.DataFrame:
    return pl.DataFrame(schema={ROW: pl.Int64, "fault": pl.String})


def _broken(broken: Sequence[Broken]) -> pl.DataFrame:
    rows = [(one.row, one.rows, one.reason) for one in broken]
    return pl.DataFrame(rows, schema={"row": pl.Int64, "rows": pl.Int64, "reason": pl.String}, orient="row")


@dataclass(frozen=True, slots=True)
class Judge:
    """What audits a bucket: the work's folder, which run it is, its pieces, how many buckets, and what is asked."""

    out: str
    run: str
    paths: tuple[str, ...]
    buckets: int
    payers: tuple[tuple[str, str], ...]
    payer: str | None
    asked: Asked
    opening: str | None = None  # the folder of the sums of a former run
    notes: str | None = None  # the folder of gathered notes

    def __call__(self, number: int) -> int:
        """Audit one bucket; the number of its lines."""
        work = Work(Path(self.out))
        texts, known = _memory(self.run, self.payers, self.payer)
        folders = [work.piece(at) for at in range(len(self.paths)) if work.piece(at).is_dir()]
        lines = encoded.bucket_of(folders, number, self.buckets, texts)
        opening = years.of_bucket(None if self.opening is None else Path(self.opening), number, self.buckets)
        beside = of_bucket(None if self.notes is None else Path(self.notes), number, self.buckets)
        told = judge(lines, known, self.asked, opening, beside)
        rejects = told.rejects.select(
            pl.Series("file", [self.paths[at] for at in told.rejects["piece"]], pl.String),
            pl.col("row").cast(pl.Int64),
            pl.lit(1, pl.Int64).alias("rows"),
            "reason",
        ).sort("file", "row")
        _kept(work.bucket(number), [*(getattr(told, name) for name in RESULTS[:-1]), rejects], told.notes)
        return len(lines.records)


@lru_cache(maxsize=1)
def _memory(_run: str, payers: tuple[tuple[str, str], ...], payer: str | None) -> tuple[encoded.Texts, Understood]:
    """What a process remembers from bucket to bucket."""
    return encoded.Texts(), understood(dict(payers), payer)


def _kept(folder: Path, frames: Sequence[pl.DataFrame], notes: pl.DataFrame | None = None) -> None:
    """The results of a bucket, in a folder that appears whole or not at all."""
    beside = folder.with_name(f".{folder.name}.{os.getpid()}{whole.UNFINISHED}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for name, frame in zip(RESULTS, frames, strict=True):
        # As texts: how words are numbered hangs on what the process met before, and bytes should not.
        plain = frame.with_columns(pl.col(pl.Categorical).cast(pl.String))
        plain.write_parquet(beside / f"{name}.parquet", compression="zstd", compression_level=1)
    if notes is not None:
        notes.write_parquet(beside / "notes.parquet")
    shutil.rmtree(folder, ignore_errors=True)
    beside.replace(folder)
