"""Minutes to units for many visits at once, by every counting rule."""

from __future__ import annotations

from functools import cache

import polars as pl

from romberg.units import midpoint, strict_fifteen
from romberg.units.assistants import carrying, shared_out
from romberg.units.eight_minute import pooled
from romberg.units.minutes import QUARTER_CLOCK, counted, prepared

COUNTINGS = ("cms", "ama", "strict_fifteen")


def count(lines: pl.DataFrame) -> pl.DataFrame:
    """Units that each line's minutes support under the CMS, the AMA and the strict count, and those with CQ or CO.

    `lines`: one row per visit and code with visit, code, timed, minutes (therapist's and assistant's together, null
    where the note gives none), assistant_minutes (the assistant's own; joint time is the therapist's), service_date and
    optionally unit_minutes (15 where absent; a code with another unit is counted by itself, out of the pool).
    Returns the same rows in the same order with units_cms, units_ama, units_strict_fifteen, tie_cms,
    assistant_units_cms, assistant_units_ama, assistant_units_strict_fifteen and minutes_to_next. Null means that the
    record does not say.
    """
    people, last_units = shared_out()
    units = pooled(prepared(lines)).with_columns(*_units(), *people).with_columns(last_units)
    answers: tuple[str | pl.Expr, ...] = (
        *(f"units_{counting}" for counting in COUNTINGS),
        pl.col("__tie").alias("tie_cms"),
    )
    with_modifier = (carrying(f"units_{counting}").alias(f"assistant_units_{counting}") for counting in COUNTINGS)
    return units.select(*lines.columns, *answers, *with_modifier, pl.col("__to_next").alias("minutes_to_next"))


@cache
def _units() -> tuple[pl.Expr, ...]:
    minutes, unit = pl.col("__minutes"), pl.col("__unit_minutes")
    by_midpoint = midpoint.units(minutes, unit)
    return (
        counted(pl.when(QUARTER_CLOCK).then(pl.col("__units_pool")).otherwise(by_midpoint)).alias("units_cms"),
        counted(by_midpoint).alias("units_ama"),
        counted(strict_fifteen.units(minutes, unit)).alias("units_strict_fifteen"),
    )
