"""`python -m bench.noted NOTES`: what notes beside claims cost, as a share of the check of the same notes alone."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from datetime import datetime
from functools import partial
from pathlib import Path

import polars as pl

from bench.invented import note
from romberg.batch.audit.run import Wanted, run
from romberg.batch.check import Note, check_all
from romberg.batch.options import Options
from romberg.batch.read import read_all

_DAY = re.compile(r"Date of service: (\d\d/\d\d/\d{4})")
_LINE = re.compile(r"\b(\d{5}) x (\d+)")


def main() -> int:
    """Audit claims with their notes, check the same notes alone, read them alone; processor seconds in one process."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    notes = [note(seed) for seed in range(count)]
    folder = Path(tempfile.mkdtemp())
    try:
        lines, held = _files(folder, notes)
        _audit(folder, lines, None)  # what is learnt once is learnt before
        list(check_all(_named(notes[:100]), Options()))
        claims = _audit(folder, lines, None)
        both = _audit(folder, lines, held)
    finally:
        shutil.rmtree(folder)
    begun = time.process_time()
    for _ in check_all(_named(notes), Options()):
        pass
    checked = time.process_time() - begun
    begun = time.process_time()
    for _ in read_all(_named(notes)):
        pass
    read = time.process_time() - begun
    print(
        f"{count:,} notes: claims alone {claims:.2f} s, with notes {both:.2f} s ({count / both:,.0f} notes a "
        f"second of one core); the check of the notes alone {checked:.2f} s, the reader alone {read:.2f} s; "
        f"with notes {both / checked:.2f} times the check, {both / read:.2f} times the reader"
    )
    return 0


def _named(notes: list[str]) -> list[Note]:
    return [(str(at), partial(str, one)) for at, one in enumerate(notes)]


def _files(folder: Path, notes: list[str]) -> tuple[str, str]:
    rows = []
    for at, text in enumerate(notes):
        found = _DAY.search(text)
        day = datetime.strptime(found[1] if found else "01/05/2026", "%m/%d/%Y").date()
        rows += [(f"P{at}", f"C{at}", day, code, int(units)) for code, units in _LINE.findall(text)]
    names = ["patient", "claim", "service_date", "code", "units"]
    lines = pl.DataFrame(rows, schema=names, orient="row").with_columns(
        payer=pl.lit("medicare"), modifiers=pl.lit("GP"), rendering_npi=pl.lit("1234567893")
    )
    lines.write_parquet(folder / "lines.parquet")
    held = {"note": notes, "patient": [f"P{at}" for at in range(len(notes))]}
    pl.DataFrame(held).write_parquet(folder / "notes.parquet")
    return str(folder / "lines.parquet"), str(folder / "notes.parquet")


def _audit(folder: Path, lines: str, notes: str | None) -> float:
    begun = time.process_time()
    asked = Wanted((lines,), str(folder / "out"), notes=() if notes is None else (notes,), buckets=8, anew=True)
    told = run(asked, lambda *_: None, lambda _: None)
    spent = time.process_time() - begun
    if notes is not None:
        print(told.manifest["note_outcomes"])
    return spent


if __name__ == "__main__":
    sys.exit(main())
