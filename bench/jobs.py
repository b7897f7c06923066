"""Many notes: how several processes shorten a call, and how much memory ten thousand need."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.invented import note
from bench.measures import Figure
from romberg.batch.parallel import cores

NOTES = 2_048
MANY = 10_000


def figures(seed: int) -> list[Figure]:
    """The clock of one process over that of one a core; nothing to measure where there is one core."""
    if cores() < 2:
        return []
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), seed, NOTES)
        alone, together = (_clock(folder, jobs) for jobs in (1, cores()))
    return [Figure(f"{NOTES:,} notes by {cores()} processes, times one", alone / together, "x", 0.7 * cores(), True)]


def slow_figures(seed: int) -> list[Figure]:
    """The peak memory of ten thousand notes in one call of one process."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), seed, MANY)
        command = [sys.executable, "-m", "bench.thousand", folder]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return [
        Figure(f"peak memory of {MANY:,} notes", float(told[2]), "MB", 400),
        Figure(f"{MANY:,} notes in one call, of one core", MANY / float(told[1]), "notes/s", 300, True),
    ]


def write(folder: Path, seed: int, notes: int) -> None:
    """So many invented notes, a file each."""
    for number in range(notes):
        (folder / f"note-{number:05}.txt").write_text(note(seed + number), encoding="utf-8")


def _clock(folder: str, jobs: int) -> float:
    command = [sys.executable, "-m", "romberg", "check", folder, "--format", "jsonl", "--jobs", str(jobs)]
    start = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=dict(os.environ))
    return time.perf_counter() - start
