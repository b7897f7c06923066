"""Claim lines as compact records on the disk, in the order of a hash of their patients, so that a bucket is a stretch.

One folder a piece of the input: `records.npy` (numbers, and texts by their place in `texts.json`), `names.arrow`
(patient, claim, diagnoses) and `hashes.npy`. How many buckets there are is nothing that a folder knows: a bucket is a
stretch of hashes, so any number of buckets cuts the same order of lines, and the results stand in the same order.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from romberg.formats.line_tables.cells import NUMBERS, ROW, TEXTS

Array = np.ndarray[Any, Any]
_SEED = 7
_NAMES = ("patient", "claim", "diagnoses")
_HALVES = 32
NONE = np.iinfo(np.int32).min  # a number that is not there
RECORD = np.dtype(
    [
        *((name, "<i8" if kind == pl.Int64 else "<i4") for name, kind in NUMBERS.items()),
        *((name, "<u4") for name in TEXTS),
        ("row", "<u4"),
        ("piece", "<u4"),
        ("authorized", "?"),
    ]
)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a bucket, as they were put together from all pieces: records, names, hashes, and the texts.

    A record's texts are places in `texts`; place 0 is no text.
    """

    records: Array
    names: pl.DataFrame
    hashes: Array
    texts: list[str]


def hashed(patients: pl.Series) -> Array:
    """A whole number of 64 bits for each patient, the same in every run of this version of Polars."""
    return patients.hash(_SEED).to_numpy()


def write(folder: Path, lines: pl.DataFrame, piece: int) -> None:
    """Encode the faultless lines of one piece into a folder of their own; it appears whole or not at all."""
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    hashes = hashed(lines["patient"])
    order = np.argsort(hashes, kind="stable")
    records, texts = _records(lines, piece)
    np.save(beside / "hashes.npy", hashes[order])
    np.save(beside / "records.npy", records[order])
    lines.select(_NAMES).select(pl.all().gather(order)).write_ipc(beside / "names.arrow", compression="uncompressed")
    (beside / "texts.json").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    beside.replace(folder)


def _records(lines: pl.DataFrame, piece: int) -> tuple[Array, list[str]]:
    records = np.zeros(lines.height, RECORD)
    for name, kind in NUMBERS.items():
        records[name] = lines[name].fill_null(NONE).cast(kind).to_numpy()
    texts: list[str] = [""]
    for name in TEXTS:
        places, used = _places(lines[name])
        renumbered = np.arange(len(texts), len(texts) + len(used) + 1)
        renumbered[-1] = 0  # no text
        renumbered[[at for at, text in enumerate(used) if not text.strip()]] = 0
        records[name] = renumbered[places]
        texts += used
    records["authorized"] = lines["authorized"].to_numpy()
    records["row"] = lines[ROW].to_numpy()
    records["piece"] = piece
    return records, texts


def _places(column: pl.Series) -> tuple[Array, list[str]]:
    """The texts of a column once each, and the place of each cell among them; below zero where there is none."""
    held = column.cast(pl.Categorical)
    some = held.unique().drop_nulls()
    used = some.to_physical().to_numpy()
    new = np.full(int(used.max(initial=0)) + 2, -1, np.int64)
    new[used] = np.arange(len(used))
    return new[held.to_physical().fill_null(len(new) - 1).to_numpy()], some.cast(pl.String).to_list()


def bounds(bucket: int, buckets: int) -> tuple[int, int]:
    """The first hash of a bucket, and the first one behind it."""
    return (bucket << 64) // buckets, ((bucket + 1) << 64) // buckets


def stretch(hashes: Array, bucket: int, buckets: int) -> tuple[int, int]:
    """Where the lines of a bucket begin and end among ordered hashes."""
    low, high = bounds(bucket, buckets)
    first = int(np.searchsorted(hashes, np.uint64(low)))
    return first, int(np.searchsorted(hashes, np.uint64(high))) if high < 1 << 64 else len(hashes)


def bucket_of(folders: list[Path], bucket: int, buckets: int, texts: Texts) -> Lines:
    """The lines of one bucket out of all pieces."""
    parts: list[tuple[Array, pl.DataFrame, Array]] = []
    for folder in folders:
        hashes = np.load(folder / "hashes.npy", mmap_mode="r")
        first, last = stretch(hashes, bucket, buckets)
        if first < last:
            records = np.array(np.load(folder / "records.npy", mmap_mode="r")[first:last])
            texts.renumber(folder, records)
            names = pl.scan_ipc(folder / "names.arrow").slice(first, last - first).collect()
            parts.append((records, names, np.array(hashes[first:last])))
    if not parts:
        empty = pl.DataFrame(schema=dict.fromkeys(_NAMES, pl.String))
        return Lines(np.zeros(0, RECORD), empty, np.zeros(0, np.uint64), texts.held)
    return Lines(
        np.concatenate([one for one, _, _ in parts]),
        pl.concat([one for _, one, _ in parts]),
        np.concatenate([one for _, _, one in parts]),
        texts.held,
    )


class Texts:
    """The texts of all pieces that a process has looked at, each once; place 0 is no text."""

    def __init__(self) -> None:
        self.held: list[str] = [""]
        self._places: dict[str, int] = {"": 0}
        self._of = lru_cache(maxsize=512)(self._renumbering)

    def renumber(self, folder: Path, records: Array) -> None:
        """Turn a piece's own places into those of all texts."""
        new = self._of(folder, (folder / "texts.json").stat().st_mtime_ns)
        for name in TEXTS:
            records[name] = new[records[name]]

    def _renumbering(self, folder: Path, _written: int) -> Array:
        mine: list[str] = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
        return np.array([self._place(text) for text in mine], np.uint32)

    def _place(self, text: str) -> int:
        found = self._places.setdefault(text, len(self.held))
        if found == len(self.held):
            self.held.append(text)
        return found
