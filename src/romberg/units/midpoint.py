"""The midpoint rule of CPT: a unit is earned once more than half of its time is spent, each code by itself."""

from __future__ import annotations

import polars as pl


def units(minutes: pl.Expr, unit_minutes: pl.Expr | int = 15) -> pl.Expr:
    """Units of one code's minutes by the midpoint: 8 of 15 minutes earn one, 7.5 do not."""
    return minutes // unit_minutes + (2 * (minutes % unit_minutes) > unit_minutes).cast(pl.Int64)
