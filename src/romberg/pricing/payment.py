"""From the allowed amount to what Medicare pays: deductible, coinsurance, assistant, sequestration, in this order.

The assistant's 15 percent come off Medicare's share alone, so such a line brings 88 percent of the allowed amount;
sequestration comes last and never touches the beneficiary's share. Each cut is rounded half up by itself.
"""

from __future__ import annotations

import polars as pl

from romberg.knowledge import parameters

_COINSURANCE = "medicare.coinsurance.part_b"
_ASSISTANT = "medicare.assistant.payment_percent"
_SEQUESTRATION = "medicare.sequestration.payment_cut"


def percent_of(amount: pl.Expr, percent: pl.Expr) -> pl.Expr:
    """A percentage of whole cents, rounded half up."""
    return (amount * percent + 50) // 100


def deductible() -> pl.Expr:
    """The part of the open deductible that falls on each line, in the order of the lines."""
    allowed = pl.col("allowed_cents").fill_null(0)
    before = allowed.cum_sum().over("visit") - allowed
    left = (pl.col("deductible_left_cents").fill_null(0) - before).clip(lower_bound=0)
    return pl.min_horizontal(left, pl.col("allowed_cents"))


def coinsurance() -> pl.Expr:
    """The beneficiary's share of what is left after the deductible."""
    rest = pl.col("allowed_cents") - pl.col("deductible_cents")
    return percent_of(rest, parameters.in_force(_COINSURANCE))


def assistant_cut() -> pl.Expr:
    """What a line with CQ or CO loses of Medicare's share."""
    cut = percent_of(pl.col("share_cents"), 100 - parameters.in_force(_ASSISTANT))
    return pl.when("assistant").then(cut).otherwise(0)


def sequestration() -> pl.Expr:
    """What sequestration takes of the rest of Medicare's share."""
    cut = percent_of(pl.col("share_cents") - pl.col("assistant_cents"), parameters.in_force(_SEQUESTRATION))
    return pl.when("sequestered").then(cut).otherwise(0)


def with_payment(lines: pl.DataFrame) -> pl.DataFrame:
    """Each line with its cuts, and what payer and patient pay."""
    share = pl.col("allowed_cents") - pl.col("deductible_cents") - pl.col("coinsurance_cents")
    pays = pl.col("share_cents") - pl.col("assistant_cents") - pl.col("sequestration_cents")
    return (
        lines.with_columns(deductible_cents=deductible())
        .with_columns(coinsurance_cents=coinsurance())
        .with_columns(share_cents=share)
        .with_columns(assistant_cents=assistant_cut())
        .with_columns(sequestration_cents=sequestration())
        .with_columns(payer_cents=pays, patient_cents=pl.col("deductible_cents") + pl.col("coinsurance_cents"))
    )
