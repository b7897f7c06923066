"""The pooled 8-minute rule of the Medicare Claims Processing Manual, chapter 5, section 20.2."""

from __future__ import annotations

import polars as pl

from romberg.units.allocation import share
from romberg.units.minutes import POOL_UNKNOWN, POOLED

QUARTER = 15
FIRST_UNIT = 8


def units_of_total(total: pl.Expr) -> pl.Expr:
    """Units that a day's total of timed minutes supports: none below 8, then one more with every 15."""
    return (total + (QUARTER - FIRST_UNIT)) // QUARTER


def missing_to_next(total: pl.Expr) -> pl.Expr:
    """Minutes that the day's total still lacks to its next unit."""
    return QUARTER * units_of_total(total) + FIRST_UNIT - total


def pooled(lines: pl.DataFrame) -> pl.DataFrame:
    """Count the 15-minute codes of every visit together and share the units out among its codes.

    Adds `__units_pool` (of the row), `__tie` and `__to_next`. What is known is counted: a row without minutes
    adds nothing, and the visit's minutes to the next unit are then unknown.
    """
    minutes = pl.when(POOLED).then(pl.col("__minutes")).otherwise(0)
    totals = lines.with_columns(
        __total=minutes.sum().over("visit"),
        __full=minutes // QUARTER,
        __left=minutes % QUARTER,
        __pool_unknown=POOL_UNKNOWN.any().over("visit"),
    )
    shared = share(totals, units_of_total(pl.col("__total")))
    known = POOLED & ~pl.col("__pool_unknown")
    return shared.with_columns(__to_next=pl.when(known).then(missing_to_next(pl.col("__total"))))
