"""A timed code has less than 8 minutes and earns no unit.

A single timed service under 8 minutes is not billed, by Medicare's rule and by the midpoint alike. Pooled with the
minutes of other timed codes it may still earn one, by Medicare's rule only: then this rule passes.

Take the line off; the minutes stay in the note, for they move the units of the other codes.

Example: 97112 for 6 minutes, alone, fails. 97110 and 97140 for 7 minutes each earn one unit together by Medicare's
rule.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

least = parameter("medicare.eight_minute_rule.first_unit")
would_be_billed = col("billed_units").is_not_null() | col("is_only_timed_code")
own_work = ~col("furnished_by_unpaid").fill_null(False) & col("is_supported").fill_null(True)

rule = Rule(
    grain="line",
    applies=col("timed") & col("has_procedure") & col("is_first_of_code") & would_be_billed & own_work,
    fails=(col("minutes") < least) & (col("units_most") == 0),
    evidence={"minutes": col("minutes"), "least": least},
    says="{code} has {minutes:minutes}, fewer than the {least} that earn a unit, and gets none from the visit's other "
    "time.",
    asks="Whether the minutes of {code} earn a unit is not known.",
    fix="Take {code} off the claim and leave its minutes in the note.",
    severity="blocks",
    basis="manual",
    cites=("mcpm-5-20.2",),
    proof=("minutes", "billed", "activities"),
    carc="151",
    card_lines=("counting",),
)
