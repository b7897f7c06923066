"""The multiple procedure reduction: one therapy unit of the day keeps its whole practice expense, the others not."""

from __future__ import annotations

import polars as pl

from romberg.knowledge import parameters

CUT = "medicare.multiple_procedure_reduction.practice_expense_cut"
THERAPY = 5


def reduced_share() -> pl.Expr:
    """Percent of the practice expense that a reduced unit keeps on each line's date."""
    return 100 - parameters.in_force(CUT)


def reducible() -> pl.Expr:
    """Lines that take part, with units to pay: always-therapy codes, and those that the payer adds to them."""
    return (
        pl.col("multiple_procedure_applies")
        & ((pl.col("multiple_procedure") == THERAPY) | pl.col("also_reduced"))
        & (pl.col("units") > 0)
        & (pl.col("unit_cents") > 0)
    ).fill_null(False)


def leader() -> pl.Expr:
    """The line of each visit that keeps a whole unit: highest practice expense, then highest amount, then first."""
    order = [pl.col(column).filter(reducible()) for column in ("practice", "unit_cents", "line")]
    return pl.col("line").filter(reducible()).sort_by(order, descending=[True, True, False]).first().over("visit")


def reduced_units() -> pl.Expr:
    """How many units of a line are paid at the reduced amount."""
    whole = pl.when(pl.col("line") == pl.col("leader")).then(1).otherwise(0)
    return pl.when(reducible()).then(pl.col("units") - whole).otherwise(0)
