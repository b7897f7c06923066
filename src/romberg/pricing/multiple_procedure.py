"""The multiple procedure reduction: one therapy unit of the day keeps its whole practice expense, the others not.

The day is one patient's, over all disciplines, visits and claims of one billing group. The unit with the highest
practice expense stays whole; of several the one with the highest amount, compared before any rounding; of those the
first line.
"""

from __future__ import annotations

import polars as pl

from romberg.knowledge import parameters
from romberg.pricing import fee_schedule

CUT = "medicare.multiple_procedure_reduction.practice_expense_cut"
CUT_INSTITUTION = "medicare.multiple_procedure_reduction.practice_expense_cut_institution"
THERAPY = 5
_ABOVE = 1 << 45  # the practice expense counts before any worth of a unit, which is always smaller


def reduced_share() -> pl.Expr:
    """Percent of the practice expense that a reduced unit keeps on each line's date."""
    cut = pl.when("institution").then(parameters.in_force(CUT_INSTITUTION)).otherwise(parameters.in_force(CUT))
    return 100 - cut


def reducible() -> pl.Expr:
    """Lines that take part, with units to pay: always-therapy codes, and those that the payer adds to them."""
    return (
        pl.col("multiple_procedure_applies")
        & ((pl.col("multiple_procedure") == THERAPY) | pl.col("also_reduced"))
        & (pl.col("units") > 0)
        & (pl.col("unit_cents") > 0)
    ).fill_null(False)


def with_leader(lines: pl.DataFrame) -> pl.DataFrame:
    """Each line with the line of its visit that keeps a whole unit, as `leader`; lines stand visit by visit."""
    rank = pl.when(reducible()).then(pl.col("practice") * _ABOVE + fee_schedule.worth())
    first = lines.lazy().select("visit", "line", rank=rank).with_columns(pl.col("visit").set_sorted())
    leaders = first.group_by("visit", maintain_order=True).agg(pl.col("line").get(pl.col("rank").arg_max())).collect()
    return lines.with_columns(leader=pl.lit(leaders["line"]).gather(pl.col("visit").rle_id()))


def reduced_units() -> pl.Expr:
    """How many units of a line are paid at the reduced amount."""
    whole = pl.when(pl.col("line") == pl.col("leader")).then(1).otherwise(0)
    return pl.when(reducible()).then(pl.col("units") - whole).otherwise(0)
