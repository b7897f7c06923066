"""A run that is killed at random, as often as may be, finishes with the bytes of one that nobody disturbed.

Two kills here; `make soak` does twenty for each number of processes (ROMBERG_KILLS).
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import polars as pl
import pytest
from audit_kills import Killer, begun, outputs, written

KILLS = int(os.environ.get("ROMBERG_KILLS", "0"))
LINES = 90_000 if KILLS else 300  # a bucket holds 20,000 at the least
MOST_CALLS = 400


def whole(out: Path) -> None:
    """What is visible in a folder of results at any moment can be read from its beginning to its end."""
    for table in out.glob("*.parquet"):
        pl.read_parquet(table)
    if (out / "manifest.json").is_file():
        counts = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["counts"]
        assert pl.scan_parquet(out / "lines.parquet").select(pl.len()).collect().item() == counts["lines"]
        assert (out / "report.html").read_text(encoding="utf-8").rstrip().endswith("</html>")


@pytest.mark.parametrize("jobs", [1, 2] if KILLS else [1])
def test_a_killed_run_finishes_with_the_same_bytes(tmp_path: Path, jobs: int) -> None:
    inputs = written(tmp_path / "in", LINES)
    assert begun(inputs, tmp_path / "whole", jobs).wait() in (0, 1)
    undisturbed = outputs(tmp_path / "whole")
    killer = Killer(random.Random(jobs), whole_files=whole)
    finished = 0
    for call in range(MOST_CALLS):
        out = tmp_path / f"killed-{finished}"
        wanted = max(KILLS, 2)
        if killer.kills >= wanted:
            assert begun(inputs, out, jobs).wait() in (0, 1)
            ended = True
        else:
            ended = killer.ends(begun(inputs, out, jobs), out)
        if ended:
            assert outputs(out) == undisturbed, f"call {call}"
            finished += 1
            if killer.kills >= wanted:
                break
    assert killer.kills >= max(KILLS, 2)
    print(f"{jobs} jobs: {killer.kills} kills ({dict(killer.seen)}), {finished} runs finished, all with the same bytes")
