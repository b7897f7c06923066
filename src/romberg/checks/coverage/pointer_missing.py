"""A line points to no diagnosis, where other lines of the claim do.

Every service line needs at least one pointer to say what it was for. A line without is unprocessable.

Point the line to the diagnosis that it treats.

Example: 97112 with pointer A and 97110 without any: the second fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & col("claim_has_pointers"),
    fails=col("is_unpointed"),
    says="{code} points to none of the claim's diagnoses.",
    asks="Whether {code} points to a diagnosis is not known.",
    fix="Point {code} to the diagnosis that it treats.",
    severity="blocks",
    basis="regulation",
    cites=("x12-837-limits",),
    proof=("billed", "diagnoses"),
    carc="16",
)
