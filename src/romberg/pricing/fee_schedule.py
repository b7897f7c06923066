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
    """Each line with its relative values and the indices of its locality; null where the tables do not hold them.

    `practice` is the practice expense that counts there, `office` and `facility` the two it was chosen from.
    """
    values = tables.by_turn("fee_schedule").drop("year")
    return (
        lines.with_columns(turn=tables.turn("fee_schedule"))
        .join(values, on=["turn", "code"], how="left", maintain_order="left")
        .pipe(_with_indices)
        .with_columns(
            year=pl.col("service_date").dt.year().cast(pl.Int64),
            practice=pl.when("facility_rate").then("facility").otherwise("office"),
            factor=factor(),
        )
        .drop("turn")
    )


def _with_indices(lines: pl.DataFrame) -> pl.DataFrame:
    """Each line with the indices of its locality; where no line has a place, the table of places is left unread."""
    if lines["mac"].is_null().all():
        whole = {index: pl.lit(1000, pl.Int64) for index in _INDICES}
        return lines.with_columns(place=pl.lit(None, pl.String), **whole)
    indices = tables.by_turn("localities").select(
        "turn",
        "mac",
        "locality",
        "place",
        work_index="work",
        practice_index="practice",
        malpractice_index="malpractice",
    )
    placed = lines.with_columns(turn=tables.turn("localities")).join(
        indices, on=["turn", "mac", "locality"], how="left", maintain_order="left"
    )
    return placed.with_columns(_national(index) for index in _INDICES) if lines["mac"].has_nulls() else placed


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


def worth() -> pl.Expr:
    """The whole worth of a unit before the factor and before rounding, for comparing lines of one day exactly."""
    return (
        pl.col("work") * pl.col("work_index")
        + pl.col("practice") * pl.col("practice_index")
        + pl.col("malpractice") * pl.col("malpractice_index")
    )


def not_payable() -> pl.Expr:
    """Lines for which Medicare pays nothing anywhere: bundled, invalid, not covered, or billed as excluded."""
    return pl.col("status").is_in(NOT_PAYABLE) | pl.col("excluded")
