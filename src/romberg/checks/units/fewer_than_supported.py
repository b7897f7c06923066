"""Fewer units of a code are billed than its minutes support.

Too few is as wrong as too many: the claim says less than the record, and the money is not claimed. The words as they
stand decide; no minute is added, and where counting rules differ only what both support is told.

Compare the charge with the minutes; bill what they support, or leave it where a cap or agreement says so.

Example: 97112 for 40 minutes alone, billed as 2 units, is told: it supports 3.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null()
    & col("has_procedure")
    & col("is_first_of_code")
    & col("timed")
    & col("is_supported").fill_null(False)
    & ~col("furnished_by_unpaid").fill_null(False)
    & ~(col("unit_cap").is_not_null() & (col("units_under_cap") >= col("unit_cap")).fill_null(False))
    & (col("units_over_total") == 0).fill_null(False)
    & (col("conflicts").list.len() == 0).fill_null(False)
    & ~col("tie_cms").fill_null(False)
    & col("units_safe").is_not_null(),
    fails=col("code_billed_units") < col("units_safe"),
    evidence={"billed": col("code_billed_units"), "minutes": col("counted_minutes"), "safe": col("units_safe")},
    says="{code} is billed with {billed:units}; its {minutes:minutes} support {safe} by every count that {payer} may "
    "use.",
    asks="How many units the minutes of {code} support is not known.",
    fix="Bill {safe:units} if the minutes are right and nothing else limits them; never add minutes.",
    severity="informs",
    basis="manual",
    cites=("mcpm-5-20.2",),
    proof=("minutes", "billed"),
    card_lines=("counting",),
)
