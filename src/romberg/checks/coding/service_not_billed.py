"""A service stands in the note with its minutes, and no charge stands for it.

What was furnished and written down may be billed; leaving it out is lost money, and it makes the claim say less than
the note. It may have been left out on purpose: bundled, not covered, courtesy.

Compare the charge slip with the note; bill it only where the words prove it as they stand.

Example: a note with 97116 for 15 minutes and charges for 97110 alone is told.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("has_billed")
    & col("has_procedure")
    & col("billed_units").is_null()
    & (col("units_safe") > 0)
    & ~col("furnished_by_unpaid").fill_null(False)
    & ~col("is_excluded_chiropractic").fill_null(False)
    & ~col("is_vague")
    & (col("unit_cap").is_null() | (col("units_under_cap") < col("unit_cap")).fill_null(True)),
    fails=col("timed") | col("is_attended_code"),
    evidence={"units": col("units_safe")},
    says="The note supports {units:units} of {code}, and no charge stands for it.",
    asks="Whether {code} should stand on the claim is not known.",
    fix="See whether {code} was left out on purpose; bill it only as the words stand.",
    severity="informs",
    basis="good practice",
    cites=("webpt-code-boundaries", "mcpm-5-20.2"),
    proof=("activities", "minutes"),
)
