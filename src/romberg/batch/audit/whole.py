"""Files that are there whole or not at all: written beside their place, brought to the disk, then moved."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

UNFINISHED = ".part"


def written(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside its place, then move it there; a file of the name is replaced."""
    beside = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        write(beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def table(path: Path, frame: pl.DataFrame) -> None:
    """A frame as Parquet, whole or not at all."""
    written(path, lambda beside: frame.write_parquet(beside, compression="zstd", compression_level=1))


def text(path: Path, value: str) -> None:
    """A text, whole or not at all."""
    written(path, lambda beside: beside.write_text(value, encoding="utf-8"))


def plain(path: Path, value: Any) -> None:
    """A plain object as JSON, whole or not at all."""
    text(path, json.dumps(value, indent=2, sort_keys=True) + "\n")
