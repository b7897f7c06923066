"""What is measured: each figure beside the reference work of the same run, and its budget."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.invented import note

NOTES = 1_000
RULES = 150


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: its value, its budget, and how many times the reference work it is."""

    what: str
    value: float
    unit: str
    budget: float
    more_is_better: bool = False
    times_loop: float | None = None
    times_read: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the figure keeps its budget."""
        return self.value >= self.budget if self.more_is_better else self.value <= self.budget


def loop() -> int:
    """The reference: 100,000 steps of plain Python."""
    total = 0
    for number in range(100_000):
        total = (total * 31 + number) & 0xFFFFFFFF
    return total


def read(path: Path) -> int:
    """The other reference: reading one note from its file and splitting it into words."""
    return len(path.read_text(encoding="utf-8").split())


def seconds(work: Callable[[], object], times: int) -> float:
    """The median time of some work."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return median(spent)


def all_figures(seed: int) -> list[Figure]:
    """Every figure of one run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"note-{number:04}.txt" for number in range(NOTES)]
        for number, path in enumerate(paths):
            path.write_text(note(seed + number), encoding="utf-8")
        one_loop, one_read = seconds(loop, 21), seconds(lambda: read(paths[0]), 201)
        return [
            _warm(paths, one_loop, one_read),
            _rules(paths[0], one_loop),
            *_cold(paths[0], one_loop),
            *_thousand(folder, one_loop, one_read),
        ]


def _warm(paths: Sequence[Path], one_loop: float, one_read: float) -> Figure:
    """A note from text to report in a process that has already checked some."""
    import romberg  # noqa: PLC0415  # the cost of the import is measured apart, by the cold command

    texts = [path.read_text(encoding="utf-8") for path in paths[:40]]
    for text in texts[:5]:
        romberg.check(text, None)
    rest = iter(texts[5:])
    spent = seconds(lambda: romberg.check(next(rest), None).as_dict(), 30)
    what = f"one note of {len(texts[5]) / 1000:.1f} kB, text to report, warm"
    return Figure(what, spent * 1000, "ms", 60, times_loop=spent / one_loop, times_read=spent / one_read)


def _rules(path: Path, one_loop: float) -> Figure:
    """All rules on the facts of one visit, in a process that has run them before; as if there were 150 of them."""
    from romberg import checks, coding, facts, notes  # noqa: PLC0415  # as above
    from romberg.knowledge import payers  # noqa: PLC0415

    coded = coding.code(notes.read(path.read_text(encoding="utf-8")))
    on = coded.visit.service_date
    card = payers.card("medicare", on or payers.verified_through("medicare"))
    found, count = facts.of([coded], [None], [card]), len(checks.rules())
    checks.audit(found)
    spent = seconds(lambda: checks.audit(found), 31) * RULES / count
    return Figure(f"{RULES} rules on one visit, warm (of {count})", spent * 1000, "ms", 15, times_loop=spent / one_loop)


def _cold(path: Path, one_loop: float) -> list[Figure]:
    """The whole command from a cold start, and the shortest one."""
    start = [sys.executable, "-m", "romberg"]
    figures = []
    for what, arguments, budget in (
        ("romberg check one.txt, cold start", ["check", str(path)], 1.2),
        ("romberg --version, cold start", ["--version"], 0.2),
    ):
        spent = seconds(lambda given=arguments: _run([*start, *given]), 5)  # type: ignore[misc]  # bound as a default
        figures.append(Figure(what, spent, "s", budget, times_loop=spent / one_loop))
    return figures


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ, "COLUMNS": "100"})
    if done.returncode == 2:
        raise RuntimeError(done.stderr.strip() or done.stdout[:500])
    return done.stdout


def _thousand(folder: Path, one_loop: float, one_read: float) -> list[Figure]:
    """All notes in one call, in a process of its own, which tells its processor time and its peak memory."""
    told = _run([sys.executable, "-m", "bench.thousand", str(folder)]).split()
    wall, processor, peak = float(told[0]), float(told[1]), float(told[2])
    a_note = processor / NOTES
    ratios = {"times_loop": a_note / one_loop, "times_read": a_note / one_read}
    return [
        Figure(f"{NOTES:,} notes in one call, of one core", NOTES / processor, "notes/s", 300, True, **ratios),
        Figure(f"{NOTES:,} notes in one call, by the clock", NOTES / wall, "notes/s", 300, True),
        Figure(f"peak memory of {NOTES:,} notes", peak, "MB", 300),
    ]


def peak_megabytes() -> float:
    """The most memory that this process has held, as far as the system tells: without what its parent held before."""
    status = Path("/proc/self/status")  # the other number is inherited from the parent on Linux
    if status.is_file():
        return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform != "darwin" else peak / 1024**2
