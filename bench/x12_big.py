"""A file of claims or payments of a gigabyte, read to service lines: speed, and memory that does not grow.

    python -m bench.x12_big 837 --megabytes 1000 --jobs 2

The file is made in a temporary folder and taken away afterwards.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from multiprocessing import active_children
from pathlib import Path

from bench.measures import loop, peak_megabytes, seconds
from bench.x12_files import claims_file, payments_file


def main() -> int:
    """Make the file, read it in a process of its own, and print what that took."""
    parser = argparse.ArgumentParser("python -m bench.x12_big", description=__doc__)
    parser.add_argument("kind", choices=("837", "835"))
    parser.add_argument("--megabytes", type=float, default=1_000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="by the plain reader")
    parser.add_argument("--read", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read:
        print(_read(given.read, given.kind, given.jobs, given.plain))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"big.{given.kind}"
        lines = (claims_file if given.kind == "837" else payments_file)(path, given.megabytes)
        print(
            f"{path.stat().st_size / 1e6:,.0f} MB, {lines:,} service lines; plain loop {seconds(loop, 9) * 1e3:.1f} ms"
        )
        again = [sys.executable, "-m", "bench.x12_big", given.kind, "--jobs", str(given.jobs), "--read", str(path)]
        subprocess.run([*again, "--plain"] if given.plain else again, check=True)
        print(f"plain loop {seconds(loop, 9) * 1e3:.1f} ms")
    return 0


def _read(path: str, kind: str, jobs: int, plain: bool) -> str:
    """Lines, seconds by the clock and of the processors, and the most memory that this process held."""
    from romberg.batch import x12_lines  # noqa: PLC0415  # loaded in the process that is measured alone
    from romberg.formats.x12.flat import flat_lines  # noqa: PLC0415
    from romberg.formats.x12.flat_paid import flat_paid  # noqa: PLC0415

    clock, size = time.perf_counter(), os.path.getsize(path) / 1e6
    before = os.times()
    if plain:
        with open(path, "rb") as stream:
            found = sum(1 for _ in (flat_lines if kind == "837" else flat_paid)(stream))
    else:
        found = sum(frame.height for frame in x12_lines.lines(path, kind, jobs, print))
    clock = time.perf_counter() - clock
    for child in active_children():
        child.join()  # what it spent is told once it has ended
    after = os.times()
    spent = sum(after[:4]) - sum(before[:4])
    return (
        f"{found:,} lines; {clock:.1f} s by the clock ({size / clock:.0f} MB/s), {spent:.1f} s of processors "
        f"({size / spent:.0f} MB/s each); most memory {peak_megabytes():.0f} MB"
    )


if __name__ == "__main__":
    raise SystemExit(main())
