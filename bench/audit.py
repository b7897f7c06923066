"""`python -m bench.audit LINES`: lines per core-second of the audit, from Parquet to the last table, and peak memory.

Beside it, in the same run: the plain audit of `tests/oracles/claims_alone.py` over the first lines of the same file,
and some facts of the first file by DuckDB's SQL, where DuckDB is installed (`bench/by_duckdb.py`).
Lines, jobs and the folder are arguments; a second run in the same folder does not invent the lines again.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import time
from pathlib import Path

import polars as pl

from bench import by_duckdb
from bench.claim_lines import written
from bench.measures import peak_megabytes
from romberg.batch.audit.run import Wanted, run

PLAIN = 2_000


def main() -> int:
    """Invent the lines, audit them, and print what it took."""
    parser = argparse.ArgumentParser("python -m bench.audit", description=__doc__)
    parser.add_argument("lines", type=int)
    parser.add_argument("--folder", type=Path, default=Path("bench-audit"))
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--memory", type=int, default=2_000_000_000)
    parser.add_argument("--alone", action="store_true", help="nothing beside the audit")
    given = parser.parse_args()
    begun = time.perf_counter()
    files = written(given.folder / f"lines-{given.lines}", given.seed, given.lines, jobs=given.jobs)
    print(f"lines invented (or found) in {time.perf_counter() - begun:.1f} s by the clock", flush=True)
    out = given.folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    stages: dict[str, float] = {}
    begun, spent = time.perf_counter(), _spent()

    def progress(what: str, _done: int, _lines: int) -> None:
        stages[what] = _spent() - spent

    wanted = Wanted(tuple(map(str, files)), str(out), jobs=given.jobs, memory=given.memory)
    told = run(wanted, progress, lambda says: print(says, file=sys.stderr))
    processor, wall = _spent() - spent, time.perf_counter() - begun
    lines = told.manifest["counts"]["lines"]
    print(f"{lines:,} lines, {told.manifest['buckets']} buckets, {given.jobs} jobs: {wall:.1f} s by the clock")
    print(f"{processor:.1f} processor seconds, {lines / processor:,.0f} lines per core-second")
    print(f"until read {stages['reading']:.1f}, until judged {stages['auditing']:.1f}, until written {processor:.1f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory: this process {peak_megabytes():,.0f} MB, the largest other {peak:,.0f} MB")
    if given.alone:
        return 0
    plain = _plain(files[0])
    print(f"plain audit: {plain:,.0f} lines per core-second; times as many here: {lines / processor / plain:.1f}")
    print("\n".join(by_duckdb.told(by_duckdb.beside(files[0]), lines / processor)))
    return 0


def _spent() -> float:
    """Processor seconds of this process and of those that have ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(held.ru_utime + held.ru_stime for held in map(resource.getrusage, kinds))


def _plain(file: Path) -> float:
    """Lines per core-second of the plain audit, on the lines of some patients of a file."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from made_claim_lines import understood  # noqa: PLC0415  # only the bench looks among the tests
    from oracles import claims_alone  # noqa: PLC0415

    held = pl.scan_parquet(file).sort("patient", maintain_order=True).head(PLAIN).collect()
    sound = held.filter(pl.col("patient").str.starts_with("P") & (pl.col("units") >= 0) & (pl.col("code") != "9711"))
    sound = sound.filter(~pl.col("payer").str.starts_with("Nobody")).unique(["claim", "line"], maintain_order=True)
    lines = understood(sound.to_dicts())
    claims_alone.audited(lines[:50])  # what is read once is read before
    begun = time.process_time()
    claims_alone.audited(lines)
    return len(lines) / (time.process_time() - begun)


if __name__ == "__main__":
    raise SystemExit(main())
