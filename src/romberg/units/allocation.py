"""Which code gets which unit of a pooled total: full quarter hours first, then the largest remainders."""

from __future__ import annotations

import polars as pl


def share(lines: pl.DataFrame, units: pl.Expr) -> pl.DataFrame:
    """Share a visit's `units` among its codes by their full quarter hours and by what is left of each.

    Reads `__full` and `__left`; adds `__units_pool` and `__tie`. No code gets more than one unit by its remainder.
    Where remainders tie for the last unit the clinician may choose: the rows are marked, and the first code in order of
    its number gets the unit, so that the answer hangs neither on the order of rows nor on price.
    """
    left = pl.col("__left")
    # One whole number orders remainder and code at once; "ordinal" keeps two equal remainders from sharing a place.
    place = left * (pl.len() + 1) - pl.col("code").rank("dense").cast(pl.Int64)
    ranked = lines.with_columns(
        __extra=units - pl.col("__full").sum().over("visit"),
        __place=place.cast(pl.Int64),
    ).with_columns(__rank=pl.col("__place").rank("ordinal", descending=True).over("visit").cast(pl.Int64))
    wins = pl.col("__rank") <= pl.col("__extra")
    edges = ranked.with_columns(
        __wins=wins,
        __last_in=pl.when(wins).then(left).min().over("visit"),
        __first_out=pl.when(~wins).then(left).max().over("visit"),
    )
    tie = (pl.col("__last_in") == pl.col("__first_out")) & (left == pl.col("__last_in"))
    return edges.with_columns(__units_pool=pl.col("__full") + pl.col("__wins"), __tie=tie.fill_null(False))
