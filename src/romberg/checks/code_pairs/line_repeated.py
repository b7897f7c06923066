"""The same code with the same modifiers stands on two lines of one day.

A payer keeps the first and denies the second as a duplicate. Since April 2021 Medicare wants all units of a timed
code of the day on one line; only other modifiers (CQ, 59) make another. Physical and occupational therapy under one
code are told apart by GP and GO.

Put the units on one line, or tell the lines apart where the note does.

Example: 97110-GP x1 twice on one claim warns.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2018, 1, 1),
    applies=col("billed_units").is_not_null(),
    fails=~col("is_first_charge"),
    evidence={"modifiers": col("modifiers").list.join(" ")},
    says="{code} stands on an earlier line with the same modifiers.",
    asks="{code} may stand on two lines; the day of the visit is not known.",
    fix="Put all units of {code} on one line, or tell the two apart where the note does.",
    severity="warns",
    basis="manual",
    cites=("mcpm-5-20.2", "x12-carc-2024"),
    proof=("billed",),
    carc="18",
)
