"""However lines are run they say the same: a day of a patient alone, all in a batch, shuffled, in any number of
buckets, by any number of processes and by Spark: the same findings, the same cents.

A few thousand lines here; `make soak` takes a million (ROMBERG_LINES).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from bench.claim_lines import claim_lines
from romberg.batch.audit import engines
from romberg.batch.audit.run import Wanted, run

LINES = int(os.environ.get("ROMBERG_LINES", "2500"))
LONG = LINES >= 100_000
ALONE = 120 if LONG else 3
PAYER = "medicare"
TABLES = ("findings", "lines", "years", "summary", "days", "clinicians", "spread")
Tables = dict[str, pl.DataFrame]


def audited(out: Path, inputs: Sequence[Path], engine: engines.Engine | None = None, **asked: Any) -> Tables:
    """The tables of a run, and the reasons of its rejects with their numbers."""
    wanted = Wanted(tuple(map(str, inputs)), str(out), payer=PAYER, undecided=not LONG, **asked)
    run(wanted, lambda *_: None, lambda _: None, engine)
    told = {name: pl.read_parquet(out / f"{name}.parquet") for name in TABLES}
    rejects = pl.read_parquet(out / "rejects.parquet")
    return told | {"reasons": rejects.group_by("reason").agg(pl.col("rows").sum()).sort("reason")}


def cut(folder: Path, lines: pl.DataFrame, parts: int) -> list[Path]:
    """Lines in so many files."""
    folder.mkdir()
    paths = [folder / f"{part}.parquet" for part in range(parts)]
    for part, path in enumerate(paths):
        lines.gather_every(parts, part).write_parquet(path)
    return paths


@pytest.fixture(scope="module")
def lines() -> pl.DataFrame:
    """Unfriendly lines, with the faulty ones among them."""
    return claim_lines(23, LINES)


@pytest.fixture(scope="module")
def batch(lines: pl.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """All of them in one run."""
    folder = tmp_path_factory.mktemp("batch")
    told = audited(folder / "out", cut(folder / "in", lines, 1))
    assert told["lines"].height + told["reasons"]["rows"].sum() == LINES
    assert told["findings"].height > LINES / 2
    return told


def same(one: Tables, other: Tables) -> None:
    """Every table is the other's, row for row."""
    for name, held in one.items():
        assert held.equals(other[name]), name


@pytest.mark.parametrize(
    ("parts", "buckets", "jobs"), [(3, 1, 1), (2, 7, 2), *([(9, 31, 1), (5, 64, 3), (4, None, 2)] if LONG else [])]
)
def test_shuffled_lines_in_other_files_buckets_and_processes_say_the_same(
    lines: pl.DataFrame, batch: Tables, tmp_path: Path, parts: int, buckets: int | None, jobs: int
) -> None:
    shuffled = lines.sample(fraction=1, shuffle=True, seed=parts)
    same(audited(tmp_path / "out", cut(tmp_path / "in", shuffled, parts), buckets=buckets, jobs=jobs), batch)


@pytest.mark.skipif(not LONG or find_spec("pyspark") is None, reason="a million lines over Spark: `make soak`")
def test_spark_says_the_same(lines: pl.DataFrame, batch: Tables, tmp_path: Path) -> None:
    shuffled = lines.sample(fraction=1, shuffle=True, seed=8)
    with engines.spark("local[2]") as spark:
        same(audited(tmp_path / "out", cut(tmp_path / "in", shuffled, 6), spark, buckets=12), batch)


def test_a_day_of_a_patient_alone_says_what_it_says_in_the_batch(
    lines: pl.DataFrame, batch: Tables, tmp_path: Path
) -> None:
    """Alone, with only the sums of the year that a run over the days before it has left."""
    days = batch["lines"].select("patient", "service_date").unique(maintain_order=True)
    chosen = np.random.default_rng(4).choice(days.height, ALONE, replace=False)
    before = 0
    for at, (patient, day) in enumerate(days[np.sort(chosen)].iter_rows()):
        mine = lines.filter(patient=patient)
        folder = tmp_path / str(at)
        folder.mkdir()
        old, today = mine.filter(pl.col("service_date") < day), mine.filter(service_date=day)
        since = None
        if old.height:
            before += 1
            judged = audited(folder / "old", cut(folder / "in-old", old, 1))["lines"].height  # else all were faulty
            since = str(folder / "old") if judged else None
        alone = audited(folder / "out", cut(folder / "in", today, 1), since=since)
        for name in ("findings", "lines"):
            wanted = batch[name].filter(patient=patient, service_date=day)
            assert alone[name].equals(wanted), f"{name} of {patient} on {day}"
    assert before > 0
