"""A million lines priced by Medicare's schedule: processor seconds, on data that spare the program nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import polars as pl

from bench.measures import Figure, loop
from romberg.knowledge import tables
from romberg.pricing import price_frame

LINES = 1_000_000
_FIRST, _SPAN = date(2020, 1, 1), 2_500
_COMMON = ("97112", "97110", "97116", "97140", "97530", "97535", "97161", "97129")


def figures(seed: int) -> list[Figure]:
    """Plain lines, and lines with charges, deductibles, assistants, adjustments and earlier payers among them."""
    one_loop = min(_spent(loop) for _ in range(5))
    plain = invented(seed)
    rare = plain.with_columns(_rarer(seed))
    spent, all_spent = (min(_spent(partial(price_frame, lines)) for _ in range(3)) for lines in (plain, rare))
    return [
        Figure("a million lines priced, processor time", spent, "s", 1, times_loop=spent / one_loop),
        Figure("the same with every circumstance among them", all_spent, "s", 1, times_loop=all_spent / one_loop),
    ]


def _spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def invented(seed: int, count: int = LINES) -> pl.DataFrame:
    """Visits of one to five lines: many codes, all localities, seven years of days, ties, assistants."""
    chance = random.Random(seed)
    codes = [*_COMMON * 8, *tables.frame("fee_schedule")["code"].unique().sort()]
    places = sorted({(row["mac"], row["locality"]) for row in tables.frame("localities").to_dicts()})
    visits = [at for at in range(count) for _ in range(chance.randrange(1, 6))][:count]
    where = [chance.choice(places) for _ in range(visits[-1] + 1)]
    days = [_FIRST + timedelta(chance.randrange(_SPAN)) for _ in range(visits[-1] + 1)]
    return pl.DataFrame(
        {
            "visit": pl.Series(visits, dtype=pl.UInt32),
            "code": chance.choices(codes, k=count),
            "units": chance.choices((0, 1, 1, 1, 2, 2, 3, 4), k=count),
            "service_date": [days[visit] for visit in visits],
            "mac": [where[visit][0] for visit in visits],
            "locality": [where[visit][1] for visit in visits],
            "assistant": chance.choices((True, False, False, False, False), k=count),
        }
    )


def _rarer(seed: int) -> list[pl.Series]:
    """By line: a charge, another clinician's standing, a deductible, an adjustment, an earlier payer's part."""
    chance = random.Random(seed + 1)
    charges = [chance.randrange(25_000) if chance.random() < 0.5 else None for _ in range(LINES)]
    paid = [chance.randrange(15_000) if chance.random() < 0.1 else None for _ in range(LINES)]
    outside = [chance.random() < 0.1 for _ in range(LINES)]
    return [
        pl.Series("charge_cents", charges, pl.Int64),
        pl.Series("participating", [not one for one in outside]),
        pl.Series("assigned", [not one or chance.random() < 0.5 for one in outside]),
        pl.Series("deductible_left_cents", chance.choices((None, None, None, 5_000), k=LINES), pl.Int64),
        pl.Series("mips_hundredths", chance.choices((0, 138, -900), k=LINES), pl.Int64),
        pl.Series("primary_paid_cents", paid, pl.Int64),
    ]
