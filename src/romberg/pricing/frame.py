"""Prices a frame of service lines by Medicare's rules: many visits in one pass."""

from __future__ import annotations

import polars as pl

from romberg.pricing import fee_schedule, multiple_procedure, participation
from romberg.pricing.payment import with_payment

# Columns that a caller may leave out, and what then holds: office rate, no assistant, all of Medicare's cuts, a
# clinician who participates and takes assignment, no charge told, no other payer before Medicare.
_DEFAULTS: dict[str, pl.Expr] = {
    "mac": pl.lit(None, pl.String),
    "locality": pl.lit(None, pl.String),
    "assistant": pl.lit(False),
    "excluded": pl.lit(False),
    "facility_rate": pl.lit(False),
    "institution": pl.lit(False),
    "qualifying": pl.lit(False),
    "multiple_procedure_applies": pl.lit(True),
    "also_reduced": pl.lit(False),
    "sequestered": pl.lit(True),
    "own_factor": pl.lit(None, pl.Int64),
    "participating": pl.lit(True),
    "assigned": pl.lit(True),
    "charge_cents": pl.lit(None, pl.Int64),
    "deductible_left_cents": pl.lit(None, pl.Int64),
    "mips_hundredths": pl.lit(0, pl.Int64),
    "primary_paid_cents": pl.lit(None, pl.Int64),
    "primary_allowed_cents": pl.lit(None, pl.Int64),
    "primary_accepted_cents": pl.lit(None, pl.Int64),
}
_WHOLE = pl.lit(100, pl.Int64)


def complete(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines with every column that pricing reads; without numbers of their own they are numbered in their order."""
    missing = [value.alias(name) for name, value in _DEFAULTS.items() if name not in lines.columns]
    whole = lines.with_columns(missing)
    return whole if "line" in lines.columns else whole.with_row_index("line")


def by_unit(lines: pl.DataFrame) -> pl.DataFrame:
    """What one unit is allowed, whole and reduced, of lines that already carry values, indices and factor."""
    return lines.with_columns(
        unit_cents=fee_schedule.unit_cents(_WHOLE),
        reduced_unit_cents=fee_schedule.unit_cents(multiple_procedure.reduced_share()),
    )


def with_reduction(lines: pl.DataFrame) -> pl.DataFrame:
    """How many units of each line are paid at the reduced amount, and which line keeps a whole one.

    Lines stand visit by visit.
    """
    return multiple_procedure.with_leader(lines).with_columns(reduced_units=multiple_procedure.reduced_units())


def amounts(lines: pl.DataFrame) -> pl.DataFrame:
    """The amounts of lines that already carry values, indices and factor: fee, reduction, allowed, payment."""
    return (
        lines.pipe(by_unit)
        .pipe(with_reduction)
        .with_columns(
            fee_cents=pl.col("unit_cents") * pl.col("units"),
            multiple_cents=(pl.col("unit_cents") - pl.col("reduced_unit_cents")) * pl.col("reduced_units"),
        )
        .pipe(participation.with_allowed)
        .pipe(with_payment)
    )


def price_frame(lines: pl.DataFrame) -> pl.DataFrame:
    """Price service lines by Medicare's fee schedule; same rows, same order.

    In: `visit` (what is priced together: one patient, day and billing group, of whatever disciplines and claims),
    `code`, `units`, `service_date`; of use `line` (the order within the visit, else that of the rows), `mac` and
    `locality` (both null: national amounts), `assistant` (CQ or CO), `excluded` (GY), `facility_rate`, `institution`,
    `qualifying`, `multiple_procedure_applies`, `also_reduced` (under the reduction though no always-therapy code),
    `own_factor` (a payer's own, in ten-thousandths of a dollar), `participating` and `assigned`, `charge_cents` (of the
    line), `deductible_left_cents`, `mips_hundredths` (of a percent), `primary_paid_cents`, `primary_allowed_cents` and
    `primary_accepted_cents` (of an earlier payer, and what it binds the clinic to accept), `sequestered`.

    Out: besides these the values, indices and factor used, `unit_cents`, `reduced_unit_cents`, `reduced_units`,
    `fee_cents`, `multiple_cents` (what the reduction takes), `participation_cents`, `above_charge_cents`,
    `allowed_cents`, `limiting_cents` (the most that may be charged on an unassigned claim), the cuts of the payment,
    `payer_cents`, `patient_cents`: whole cents, null where not known.
    """
    whole = complete(lines)
    if "line" not in lines.columns and whole["visit"].is_sorted():
        return amounts(fee_schedule.with_values(whole))
    ordered = whole.with_row_index("row").sort("visit", "line", "row")
    return amounts(fee_schedule.with_values(ordered)).sort("row").drop("row")
