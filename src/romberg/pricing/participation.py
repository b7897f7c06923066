"""From the schedule's amount to what Medicare allows: a clinician who does not participate, and a lower charge.

Who does not participate is allowed a lower amount for each unit; on an unassigned claim up to the limiting charge may
be charged. Each is rounded half up for one unit, as the published amounts are.
"""

from __future__ import annotations

import polars as pl

from romberg.knowledge import parameters

SCHEDULE = "medicare.non_participating.schedule"
LIMIT = "medicare.non_participating.limiting_charge"


def percent_of(amount: pl.Expr, percent: pl.Expr) -> pl.Expr:
    """A percentage of whole cents, rounded half up."""
    return (amount * percent + 50) // 100


def with_allowed(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines with `allowed_cents`, what was taken off on the way, and `limiting_cents`.

    The limiting charge is null where none applies: to clinicians who participate, and to assigned claims.
    """
    scheduled = pl.col("fee_cents") - pl.col("multiple_cents")
    above = (scheduled - pl.col("participation_cents") - pl.col("charge_cents")).clip(lower_bound=0).fill_null(0)
    return (
        _with_participation(lines)
        .with_columns(above_charge_cents=above)
        .with_columns(allowed_cents=scheduled - pl.col("participation_cents") - pl.col("above_charge_cents"))
    )


def _with_participation(lines: pl.DataFrame) -> pl.DataFrame:
    if lines["participating"].all():
        return lines.with_columns(participation_cents=pl.lit(0, pl.Int64), limiting_cents=pl.lit(None, pl.Int64))
    unit, reduced = (percent_of(pl.col(one), parameters.in_force(SCHEDULE)) for one in _UNITS)
    most = (percent_of(one, parameters.in_force(LIMIT)) for one in (unit, reduced))
    less = pl.col("fee_cents") - pl.col("multiple_cents") - _of_line(unit, reduced)
    outside = ~pl.col("participating")
    return lines.with_columns(
        participation_cents=pl.when(outside).then(less).fill_null(0),
        limiting_cents=pl.when(outside & ~pl.col("assigned")).then(_of_line(*most)),
    )


_UNITS = ("unit_cents", "reduced_unit_cents")


def _of_line(unit: pl.Expr, reduced: pl.Expr) -> pl.Expr:
    """A line's amount by those of its whole and of its reduced units."""
    return unit * (pl.col("units") - pl.col("reduced_units")) + reduced * pl.col("reduced_units")
