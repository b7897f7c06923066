"""A charge carries no unit.

A line with nothing in its units cannot be processed; the payer returns it.

Bill the units that the minutes support, or take the line off.

Example: 97112 x 0 fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & col("has_billed"),
    fails=col("billed_units") < 1,
    evidence={"units": col("billed_units")},
    says="{code} stands on the claim with {units:units}.",
    asks="The units of {code} are not known.",
    fix="Bill the units that the minutes support, or take {code} off the claim.",
    severity="blocks",
    basis="payer policy",
    cites=("x12-rarc-2024",),
    proof=("billed",),
    carc="16",
    rarc="M53",
    route="corrected claim",
)
