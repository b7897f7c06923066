"""Balance or control is re-trained, and no measure of balance or control stands in the note.

97112 treats a deficit of balance, coordination, position sense or control. A reviewer looks for its measure within
the last ten treatment days or a month: pain, strength and motion do not show it.

The clinician adds a balance or coordination measure of that day, or the last one with its date.

Example: 97112 beside a pain score and knee motion lacks it; beside a single-leg stance of 6 seconds it does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=(col("code") == "97112")
    & col("has_procedure")
    & col("is_first_of_code")
    & (col("measures").list.len() > 0)
    & ~col("is_vague"),
    fails=col("neuromuscular_measures").list.len() == 0,
    says="{code} is supported by no measure of balance, coordination, position sense or control.",
    asks="Whether a measure of balance or control stands in the note could not be read.",
    fix="Add the measure of the deficit that {code} treats, of this day or the last one with its date.",
    severity="informs",
    basis="good practice",
    cites=("hns-97112", "pt-management-97112"),
    proof=("measures", "activities"),
    carc="50",
)
