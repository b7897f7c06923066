"""Runs of the audit that are killed: begun as a person begins them, ended by SIGKILL at any moment, called again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.claim_lines import claim_lines

PARTS, MEMORY = 8, "400M"
ORDER = ("starting", "reading", "auditing", "putting together", "finished")
IN_A_FOLDER = 4  # kills of a run, before it may finish


def written(folder: Path, lines: int) -> list[str]:
    """Files of unfriendly lines."""
    folder.mkdir()
    held = claim_lines(5, lines)
    paths = [folder / f"lines-{part}.parquet" for part in range(PARTS)]
    for part, path in enumerate(paths):
        held.gather_every(PARTS, part).write_parquet(path)
    return [str(path) for path in paths]


def begun(inputs: Sequence[str], out: Path, jobs: int, *more: str) -> subprocess.Popen[bytes]:
    """A run, in a process group of its own."""
    asked = ["audit", *inputs, "--payer", "medicare", "--out", str(out), "--memory", MEMORY, *more]
    return subprocess.Popen(
        [sys.executable, "-m", "romberg", *asked, "--jobs", str(jobs)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "POLARS_MAX_THREADS": "1"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def outputs(folder: Path) -> dict[str, bytes]:
    """Everything that stands in a folder of results, hidden or not."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def stage(out: Path) -> str:
    """How far a run has come, as its folder shows."""
    work = out / "_work"
    if (out / "manifest.json").is_file():
        return "finished"
    if (out / "lines.parquet").is_file() or (out / "findings.parquet").is_file() or any(out.glob(".*.part")):
        return "putting together"
    if any((work / "buckets").glob("*")):
        return "auditing"
    return "reading" if any((work / "pieces").glob("*")) else "starting"


@dataclass(slots=True)
class Killer:
    """Kills a run at a moment drawn by chance: some time after a stage is seen, the process alone or its group."""

    chance: random.Random
    kills: int = 0
    planned: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    whole_files: Callable[[Path], None] = lambda _: None

    def ends(self, run: subprocess.Popen[bytes], out: Path) -> bool:
        """Kill it, or see it end before its moment; true where it ended by itself."""
        if not out.exists():
            self.planned = sorted(self.chance.choices(ORDER[:-1], k=IN_A_FOLDER), key=ORDER.index)
        if not self.planned:
            assert run.wait() in (0, 1)
            return True
        awaited = self.planned.pop(0)
        later = self.chance.choice((0.0, self.chance.random() * 0.05, self.chance.random() * 0.5))
        while run.poll() is None and ORDER.index(stage(out)) < ORDER.index(awaited):
            time.sleep(0.002)
        with suppress(subprocess.TimeoutExpired):
            run.wait(later)
        if run.poll() is not None:
            assert run.returncode in (0, 1), f"a run ended with {run.returncode}"
            return True
        self.seen[stage(out)] += 1
        self.kills += 1
        if self.chance.random() < 0.5:
            os.killpg(run.pid, signal.SIGKILL)
        else:
            run.kill()  # its helpers end by themselves
        run.wait()
        self.whole_files(out)
        return False
