"""What look-ups of the knowledge cost: microseconds, and how many look-ups in a plain dictionary of the same run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench.measures import Figure, loop, seconds

SOURCE = Path(__file__).parents[1] / "src" / "romberg"
ON = date(2026, 3, 2)
MANY = 10_000
MICRO = 1_000_000


def figures() -> list[Figure]:
    """Every figure of one run."""
    one_loop = seconds(loop, 21)
    return [_weight(), _import(one_loop), *_lookups(one_loop), _prices(one_loop)]


def _weight() -> Figure:
    files = [file for file in SOURCE.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    return Figure("the package with its tables", sum(file.stat().st_size for file in files) / 1e6, "MB", 15)


def _import(one_loop: float) -> Figure:
    """`import romberg` in a process of its own, without what Python takes to start."""
    took = "import time; was = time.perf_counter(); import romberg; print(time.perf_counter() - was)"

    def once() -> float:
        done = subprocess.run([sys.executable, "-c", took], check=True, capture_output=True, text=True, env=os.environ)
        return float(done.stdout)

    spent = sorted(once() for _ in range(5))[2]
    return Figure("import romberg", spent * 1000, "ms", 60, times_loop=spent / one_loop)


def _lookups(one_loop: float) -> list[Figure]:
    from romberg.knowledge import parameters, payers, tables  # noqa: PLC0415  # the import is measured by itself

    asked: dict[str, tuple[Callable[[], object], float]] = {
        "relative values of a code": (lambda: tables.rvu("97112", ON), 25),
        "indices of a locality": (lambda: tables.gpci("04412", "18", ON), 25),
        "place of a ZIP code": (lambda: tables.locality("77002"), 50),
        "edit of a pair of codes": (lambda: tables.edit_pair("97530", "97140", ON), 25),
        "most units of a code": (lambda: tables.mue("97112", ON), 50),
        "a parameter on a day": (lambda: parameters.step("medicare.sequestration.payment_cut", ON), 25),
        "a payer's card on a day": (lambda: payers.card("medicare", ON), 200),
    }
    plain = {("97112", ON): 1}
    one_plain = _each(lambda: plain.get(("97112", ON)))
    return [_lookup(what, ask, budget, one_plain, one_loop) for what, (ask, budget) in asked.items()]


def _each(ask: Callable[[], object]) -> float:
    """Seconds of one look-up in a batch of a thousand, after the first has read the table."""

    def batch() -> None:
        for _ in range(1000):
            ask()

    ask()
    return seconds(batch, 11) / 1000


def _lookup(what: str, ask: Callable[[], object], budget: float, one_plain: float, one_loop: float) -> Figure:
    spent = _each(ask)
    told = f"{what} ({spent / one_plain:,.0f} x a dictionary's)"
    return Figure(told, spent * MICRO, "µs", budget, times_loop=spent / one_loop)


def _prices(one_loop: float) -> Figure:
    """Lines priced in one frame, each with its values, indices, reduction and payment."""
    import polars as pl  # noqa: PLC0415  # loaded with the knowledge, not before

    from romberg.pricing import price_frame  # noqa: PLC0415

    lines = pl.DataFrame(
        {
            "visit": [number // 2 for number in range(MANY)],
            "code": ["97112", "97110"] * (MANY // 2),
            "units": [1 + number % 3 for number in range(MANY)],
            "service_date": [ON] * MANY,
            "mac": ["04412"] * MANY,
            "locality": ["18"] * MANY,
        }
    )
    price_frame(lines)
    spent = seconds(lambda: price_frame(lines), 7) / MANY
    return Figure(f"a price, in a batch of {MANY:,} lines", spent * MICRO, "µs", 25, times_loop=spent / one_loop)
