"""From the allowed amount to what Medicare pays, cut by cut, in this order.

Deductible, coinsurance, assistant, an earlier payer, MIPS, sequestration. The assistant's 15 percent come off
Medicare's share alone, so such a line brings 88 percent of the allowed amount; sequestration comes last and never
touches the beneficiary's share. Each cut is rounded half up by itself.
"""

from __future__ import annotations

import polars as pl

from romberg.knowledge import parameters
from romberg.pricing.participation import percent_of

COINSURANCE = "medicare.coinsurance.part_b"
ASSISTANT = "medicare.assistant.payment_percent"
SEQUESTRATION = "medicare.sequestration.payment_cut"


def with_payment(lines: pl.DataFrame) -> pl.DataFrame:
    """Each line with its cuts, and what payer and patient pay."""
    share = pl.col("allowed_cents") - pl.col("deductible_cents") - pl.col("coinsurance_cents")
    return (
        _with_deductible(lines)
        .with_columns(coinsurance_cents=_coinsurance())
        .with_columns(share_cents=share)
        .with_columns(assistant_cents=_assistant())
        .pipe(_with_earlier_payer)
        .pipe(_with_mips)
        .with_columns(sequestration_cents=_sequestration())
        .with_columns(payer_cents=_before_sequestration() - pl.col("sequestration_cents"))
        .with_columns(patient_cents=_patient())
    )


def _with_deductible(lines: pl.DataFrame) -> pl.DataFrame:
    """The part of the open deductible that falls on each line, in the order of the lines."""
    if lines["deductible_left_cents"].is_null().all():
        nothing = pl.when(pl.col("allowed_cents").is_not_null()).then(pl.lit(0, pl.Int64))
        return lines.with_columns(deductible_cents=nothing)
    sums = lines.lazy().select(
        pl.col("visit").set_sorted(),
        pl.col("allowed_cents").fill_null(0).alias("amount"),
        so_far=pl.col("allowed_cents").fill_null(0).cum_sum(),
    )
    ahead = (pl.col("so_far") - pl.col("amount")).first()
    begun = sums.group_by("visit", maintain_order=True).agg(ahead=ahead).collect()["ahead"]
    of_visit = pl.lit(begun).gather(pl.col("visit").rle_id())
    before = pl.col("allowed_cents").fill_null(0).cum_sum() - pl.col("allowed_cents").fill_null(0) - of_visit
    left = (pl.col("deductible_left_cents").fill_null(0) - before).clip(lower_bound=0)
    falls = pl.when(pl.col("allowed_cents").is_not_null()).then(pl.min_horizontal(left, pl.col("allowed_cents")))
    return lines.with_columns(deductible_cents=falls)


def _coinsurance() -> pl.Expr:
    """The beneficiary's share of what is left after the deductible."""
    rest = pl.col("allowed_cents") - pl.col("deductible_cents")
    return percent_of(rest, parameters.in_force(COINSURANCE))


def _assistant() -> pl.Expr:
    """What a line with CQ or CO loses of Medicare's share."""
    cut = percent_of(pl.col("share_cents"), 100 - parameters.in_force(ASSISTANT))
    return pl.when("assistant").then(cut).otherwise(0)


def _with_earlier_payer(lines: pl.DataFrame) -> pl.DataFrame:
    """What an earlier payer's part takes off: Medicare pays the lowest of three amounts (42 CFR 411.33(a)).

    The charge, or what the clinic must accept for it, less what was paid; what Medicare would pay alone; the higher of
    both allowed amounts less what was paid.
    """
    if lines["primary_paid_cents"].is_null().all():
        return lines.with_columns(primary_cents=pl.lit(0, pl.Int64))
    paid, alone = pl.col("primary_paid_cents"), pl.col("share_cents") - pl.col("assistant_cents")
    higher = pl.max_horizontal("allowed_cents", "primary_allowed_cents") - paid
    due = pl.min_horizontal("charge_cents", "primary_accepted_cents") - paid
    second = pl.min_horizontal(alone, due, higher).clip(lower_bound=0)
    cut = pl.when(paid.is_not_null()).then(alone - second)
    return lines.with_columns(primary_cents=cut.fill_null(0))


def _with_mips(lines: pl.DataFrame) -> pl.DataFrame:
    """What the clinician's MIPS adjustment adds, or takes off; nothing in institutions and on unassigned claims."""
    if (lines["mips_hundredths"] == 0).all():
        return lines.with_columns(mips_cents=pl.lit(0, pl.Int64))
    paid = pl.col("share_cents") - pl.col("assistant_cents") - pl.col("primary_cents")
    size = (paid * pl.col("mips_hundredths").abs() + 5_000) // 10_000
    applies = pl.col("assigned") & ~pl.col("institution")
    moved = pl.when(applies).then(size * pl.col("mips_hundredths").sign())
    return lines.with_columns(mips_cents=moved.fill_null(0))


def _before_sequestration() -> pl.Expr:
    return pl.col("share_cents") - pl.col("assistant_cents") - pl.col("primary_cents") + pl.col("mips_cents")


def _sequestration() -> pl.Expr:
    """What sequestration takes of the rest of Medicare's share."""
    cut = percent_of(_before_sequestration(), parameters.in_force(SEQUESTRATION))
    return pl.when("sequestered").then(cut).otherwise(0)


def _patient() -> pl.Expr:
    """What the patient pays: deductible and coinsurance; on an unassigned claim the charge less Medicare's payment.

    Null beside an earlier payer: what may then be charged to the patient hangs on that payer's own terms too.
    """
    billed = pl.min_horizontal("charge_cents", "limiting_cents") - pl.col("payer_cents")
    own = pl.col("deductible_cents") + pl.col("coinsurance_cents")
    alone = pl.when(pl.col("limiting_cents").is_null()).then(own).otherwise(billed)
    return pl.when(pl.col("primary_paid_cents").is_null()).then(alone)
