"""The rows that the counting rules read: minutes made whole numbers, and which clock each row runs on."""

from __future__ import annotations

import polars as pl

from romberg.units.arguments import LONGEST_DAY, UnitsInputError

NEEDED = ("visit", "code", "timed", "minutes", "assistant_minutes", "service_date")

KNOWN = pl.col("__minutes").is_not_null()
TIMED = pl.col("__timed")
QUARTER_CLOCK = pl.col("__unit_minutes") == 15
POOLED = (TIMED & QUARTER_CLOCK & KNOWN).fill_null(False)
POOL_UNKNOWN = (TIMED & QUARTER_CLOCK & ~KNOWN).fill_null(True)


def prepared(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with the columns that counting reads; minutes that no day can hold become unknown."""
    lacking = [name for name in NEEDED if name not in lines.columns]
    if lacking:
        raise UnitsInputError(
            f"the lines lack {', '.join(lacking)}",
            "units.count",
            f"give one row per visit and code with {', '.join(NEEDED)}",
        )
    minutes = pl.col("minutes").cast(pl.Int64)
    unit = pl.col("unit_minutes").cast(pl.Int64).fill_null(15) if "unit_minutes" in lines.columns else pl.lit(15)
    return lines.with_columns(
        __minutes=pl.when(minutes.is_between(0, LONGEST_DAY)).then(minutes),
        __assistant=pl.col("assistant_minutes").cast(pl.Int64),
        __timed=pl.col("timed").cast(pl.Boolean),
        __unit_minutes=unit,
    )


def counted(timed_units: pl.Expr) -> pl.Expr:
    """Units of a row: the rule's own count for a timed code, one for an untimed code, unknown without minutes."""
    return pl.when(TIMED & KNOWN).then(timed_units).when(~TIMED).then(1).cast(pl.Int64)
