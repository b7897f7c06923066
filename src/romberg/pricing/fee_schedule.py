"""Medicare's physician fee schedule: what one unit of a code is allowed at a place on a day.

(work × its index + practice expense × its index + malpractice × its index) × conversion factor, rounded once, half up.
All in whole numbers: relative values in hundredths, indices in thousandths, the factor in ten-thousandths of a dollar,
shares in percent; so a product counts hundred-thousand-millionths of a dollar.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

from romberg.knowledge import parameters, tables

PAYABLE = ("A", "R", "T")
NOT_PAYABLE = ("B", "I", "N", "X")
_PER_CENT = 1_000_000_000
_INDICES = ("work_index", "practice_index", "malpractice_index")


def with_values(lines: pl.DataFrame) -> pl.DataFrame:
    """Each line with its relative values and the indices of its locality; null where the tables do not hold them."""
    values = tables.frame("fee_schedule").drop("year").rename({"office": "practice", "release": "schedule"})
    return (
        lines.with_columns(
            year=pl.col("service_date").dt.year().cast(pl.Int64), schedule=tables.in_force("fee_schedule")
        )
        .join(values, on=["schedule", "code"], how="left", maintain_order="left")
        .pipe(_with_indices)
        .with_columns(office="practice", practice=pl.when("facility_rate").then("facility").otherwise("practice"))
        .with_columns(_national(index) for index in _INDICES)
        .with_columns(factor())
    )


def _with_indices(lines: pl.DataFrame) -> pl.DataFrame:
    """Each line with the indices of its locality; where no line has a place, the table of places is left unread."""
    if lines["mac"].is_null().all():
        nothing = {"place": pl.lit(None, pl.String), **{index: pl.lit(None, pl.Int64) for index in _INDICES}}
        return lines.with_columns(**nothing)
    indices = tables.frame("localities").select(
        "mac",
        "locality",
        "place",
        indices="release",
        work_index="work",
        practice_index="practice",
        malpractice_index="malpractice",
    )
    return lines.with_columns(indices=tables.in_force("localities")).join(
        indices, on=["indices", "mac", "locality"], how="left", maintain_order="left"
    )


def _national(index: str) -> pl.Expr:
    """The national amounts weigh every part once; they stand for lines whose place was not asked for."""
    return pl.when(pl.col("mac").is_null()).then(1000).otherwise(index).cast(pl.Int64).alias(index)


def factor() -> pl.Expr:
    """The factor in ten-thousandths of a dollar: the payer's own, else Medicare's of the date, else an imported one."""
    ours = pl.when("qualifying").then(_known("qualifying")).otherwise(_known("general"))
    return pl.coalesce("own_factor", ours).cast(pl.Int64).alias("factor")


def _known(whose: Literal["general", "qualifying"]) -> pl.Expr:
    return pl.coalesce(parameters.in_force(f"medicare.conversion_factor.{whose}"), tables.factor(whose))


def unit_cents(practice_share: pl.Expr) -> pl.Expr:
    """Cents allowed for one unit of which `practice_share` percent of the practice expense counts."""
    worth = (
        pl.col("work") * pl.col("work_index") * 100
        + pl.col("practice") * pl.col("practice_index") * practice_share
        + pl.col("malpractice") * pl.col("malpractice_index") * 100
    )
    amount = (worth * pl.col("factor") + _PER_CENT // 2) // _PER_CENT
    priced = pl.col("status").is_in(PAYABLE) & (worth > 0)
    return pl.when(not_payable()).then(0).when(priced).then(amount).otherwise(None)


def not_payable() -> pl.Expr:
    """Lines for which Medicare pays nothing anywhere: bundled, invalid, not covered, or billed as excluded."""
    return pl.col("status").is_in(NOT_PAYABLE) | pl.col("excluded")
