"""The audit by another engine: Spark (see `make spark`) leaves what this machine's processes leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bench.claim_lines import claim_lines
from romberg.batch.audit import engines
from romberg.batch.audit.run import Wanted, run
from romberg.batch.audit.work import RESULTS
from romberg.cli import main

needs_spark = pytest.mark.skipif(find_spec("pyspark") is None, reason="PySpark is not installed; see `make spark`")


def written(folder: Path, parts: int, count: int = 600) -> list[str]:
    """Files of unfriendly lines of a seed."""
    folder.mkdir()
    lines = claim_lines(11, count)
    paths = [folder / f"lines-{part}.parquet" for part in range(parts)]
    for part, path in enumerate(paths):
        lines.gather_every(parts, part).write_parquet(path)
    return [str(path) for path in paths]


def tables(out: Path) -> dict[str, bytes]:
    """The bytes of every table."""
    return {name: (out / f"{name}.parquet").read_bytes() for name in RESULTS}


def told(
    folder: Path, inputs: Sequence[str], name: str, engine: engines.Engine | None, buckets: int
) -> dict[str, bytes]:
    """What a run leaves."""
    wanted = Wanted(tuple(inputs), str(folder / name), payer="medicare", buckets=buckets)
    run(wanted, lambda *_: None, lambda _: None, engine)
    return tables(folder / name)


class Twice:
    """An engine that does every task twice and gives them out of order, as retries and stragglers do."""

    def __call__(self, work: Callable[[Any], int], given: Sequence[Any], _tell: engines.Tell, /) -> Iterator[int]:
        """Do it."""
        backwards = {at: work(given[at]) for at in reversed(range(len(given)))}
        again = {at: work(given[at]) for at in range(len(given))}
        assert backwards == again
        return iter(again.values())


def test_tasks_done_twice_and_out_of_order_leave_the_same_bytes(tmp_path: Path) -> None:
    inputs = written(tmp_path / "in", 3)
    assert told(tmp_path, inputs, "twice", Twice(), 4) == told(tmp_path, inputs, "once", None, 4)


@needs_spark
def test_spark_leaves_the_same_bytes(tmp_path: Path) -> None:
    inputs = written(tmp_path / "in", 5)
    here = told(tmp_path, inputs, "here", None, 7)
    with engines.spark("local[2]") as spark:
        assert told(tmp_path, inputs, "spark", spark, 7) == here
        other = told(tmp_path, inputs, "other", spark, 3)
    for name in ("findings", "lines"):
        rows = [pl.read_parquet(tmp_path / one / f"{name}.parquet") for one in ("here", "other")]
        assert rows[0].equals(rows[1]), f"{name}: another number of buckets, other rows"
    assert other.keys() == here.keys()


@needs_spark
def test_the_command_takes_spark(tmp_path: Path) -> None:
    inputs = written(tmp_path / "in", 2)
    asked = ["audit", *inputs, "--payer", "medicare", "--out"]
    assert main([*asked, str(tmp_path / "a"), "--engine", "spark", "--master", "local[2]"]) in (0, 1)
    assert main([*asked, str(tmp_path / "b")]) in (0, 1)
    assert pl.read_parquet(tmp_path / "a/findings.parquet").equals(pl.read_parquet(tmp_path / "b/findings.parquet"))


def test_what_is_missing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    inputs = written(tmp_path / "in", 1, 20)
    assert main(["audit", *inputs, "--out", str(tmp_path / "a"), "--master", "local[2]"]) == 2
    assert "give --engine spark too" in capsys.readouterr().err
    monkeypatch.setattr(engines, "import_module", _gone)
    assert main(["audit", *inputs, "--out", str(tmp_path / "a"), "--engine", "spark"]) == 2
    assert "romberg[spark]" in capsys.readouterr().err


def _gone(name: str) -> None:
    raise ImportError(name)
