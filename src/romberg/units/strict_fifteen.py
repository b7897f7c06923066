"""The count of payers that want every unit's minutes in full, each code by itself."""

from __future__ import annotations

import polars as pl


def units(minutes: pl.Expr, unit_minutes: pl.Expr | int = 15) -> pl.Expr:
    """Units of one code's minutes where a payer pays full units only: 15 minutes earn one, 14 earn none."""
    return minutes // unit_minutes
