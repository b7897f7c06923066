"""`python -m bench.skew LINES`: what a single patient of so many lines costs beside as many lines of many patients."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from romberg.batch.audit.run import Wanted, run

_CODES = ("97110", "97112", "97140", "97530", "97116", "97161", "G0283", "97150", "97750", "97035")


def main() -> int:
    """Audit both, in this order, and print seconds of the processor and how many times as many one patient takes."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    _spent(_lines(1_000, 30, 200))  # what is learnt once is learnt before
    many = _spent(_lines(lines, 30, 200))
    for name, days in (("on one day", 1), ("on 2,400 days", 2_400)):
        one = _spent(_lines(lines, lines, days))
        print(
            f"{lines:,} lines of one patient {name}: {one:.2f} s, {one / many:.2f} times those of many ({many:.2f} s)"
        )
    return 0


def _lines(count: int, of_patient: int, days: int) -> pl.DataFrame:
    first = date(2020, 1, 1)
    at = range(count)
    return pl.DataFrame(
        {
            "patient": [f"P{one // of_patient}" for one in at],
            "claim": [f"C{one // 3}" for one in at],
            "line": [one % 3 + 1 for one in at],
            "service_date": [first + timedelta(days=one // 3 % days) for one in at],
            "code": [_CODES[one % len(_CODES)] for one in at],
            "units": [1 + one % 2 for one in at],
        }
    ).with_columns(
        payer=pl.lit("medicare"), modifiers=pl.lit("GP"), rendering_npi=pl.lit("1234567893"), zip=pl.lit("77002")
    )


def _spent(lines: pl.DataFrame) -> float:
    folder = Path(tempfile.mkdtemp())
    try:
        lines.write_parquet(folder / "lines.parquet")
        begun = time.process_time()
        run(Wanted((str(folder / "lines.parquet"),), str(folder / "out"), buckets=1), lambda *_: None, lambda _: None)
        return time.process_time() - begun
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    raise SystemExit(main())
