"""Which units carry CQ or CO, because an assistant furnished them in whole or in part.

A unit carries the modifier when the assistant's own minutes exceed a tenth of it; since 2022 the last unit goes without
it where the therapist alone furnished 8 minutes or more of it (42 USC 1395m(v); 86 FR 64996). Minutes of therapist and
assistant together are the therapist's. Full quarter hours of one person come first, then what is left of both.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from romberg.knowledge import parameters
from romberg.units.minutes import KNOWN, QUARTER_CLOCK, TIMED

LAW = date(2018, 2, 9)  # the Bipartisan Budget Act made the modifiers: no service before it carries one
RULES = ("modifier_required", "de_minimis_percent", "midpoint_minutes", "two_unit_rule")

_on = pl.col("service_date").cast(pl.Date)
_assistant = pl.col("__assistant")
_minutes = pl.col("__minutes")
_therapist_left = pl.col("__therapist_left")
_assistant_left = pl.col("__assistant_left")


@cache  # building these expressions takes longer than running them on one visit
def shared_out() -> tuple[tuple[pl.Expr, ...], tuple[pl.Expr, ...]]:
    """The columns that `carrying` reads, in two steps: rules in force and each one's minutes; then the last units."""
    therapist = _minutes - _assistant
    possible = (_assistant >= 0) & (_assistant <= _minutes)
    rules = [parameters.in_force(f"medicare.assistant.{rule}").alias(f"__{rule}") for rule in RULES]
    people = (
        (therapist // 15 + _assistant // 15).alias("__alone"),
        (_assistant // 15).alias("__assistant_alone"),
        (therapist % 15).alias("__therapist_left"),
        (_assistant % 15).alias("__assistant_left"),
        (KNOWN & possible).fill_null(False).alias("__possible"),
    )
    tenth = more_than_the_minimum(_assistant, _minutes).cast(pl.Int64)
    last = (_last_unit().alias("__last"), _one_each().alias("__one_each"), tenth.alias("__whole_service"))
    none = (_assistant == 0) | (_on < LAW) | ~pl.col("__modifier_required")
    return (*rules, *people), (*last, none.fill_null(False).alias("__none"))


def more_than_the_minimum(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Whether the assistant's part exceeds the tenth that does not count; exactly a tenth does not exceed it."""
    return 100 * part > pl.col("__de_minimis_percent") * whole


@cache
def carrying(units: str) -> pl.Expr:
    """Units of the column `units` that carry CQ or CO; unknown where no rule settles it."""
    count = pl.col(units)
    # Longer units have no published split: only a service that is all the assistant's is beyond doubt.
    longer = pl.when((_assistant == _minutes) | (count == 0)).then(count)
    by_clock = pl.when(QUARTER_CLOCK).then(_of_quarter_hours(count)).otherwise(longer)
    any_clock = pl.when(TIMED).then(by_clock).otherwise(pl.col("__whole_service") * count)
    known = pl.col("__possible") & pl.col("__modifier_required")
    return pl.when(pl.col("__none")).then(0).when(known).then(any_clock).cast(pl.Int64)


def _of_quarter_hours(units: pl.Expr) -> pl.Expr:
    alone = pl.col("__assistant_alone")
    remaining = units - pl.col("__alone")
    last = pl.when(remaining == 1).then(pl.col("__last")).when((remaining == 2) & pl.col("__one_each")).then(1)
    return alone + pl.when(remaining == 0).then(0).otherwise(last)


def _last_unit() -> pl.Expr:
    """1 where the one unit left carries the modifier, by the rule in force on the date."""
    midpoint = pl.col("__midpoint_minutes")
    tenth = more_than_the_minimum(_assistant_left, _therapist_left + _assistant_left)
    with_midpoint = (_therapist_left < midpoint) & ((_assistant_left >= midpoint) | tenth)
    return pl.when(midpoint > 0).then(with_midpoint).otherwise(tenth).cast(pl.Int64)


def _one_each() -> pl.Expr:
    """Whether two units left are one with and one without; 23 minutes in all are not settled by what was read."""
    both = _therapist_left.is_between(9, 14) & _assistant_left.is_between(9, 14)
    return pl.col("__two_unit_rule") & both & (_therapist_left + _assistant_left).is_between(24, 28)
