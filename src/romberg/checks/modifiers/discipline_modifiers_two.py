"""A line carries two of GP, GO and GN, and so stands under two plans of care at once.

Each line belongs to one discipline's plan. Where physical and occupational therapy both treated, each bills its own
units on lines of its own; a line with two of the modifiers is returned.

Leave the modifier of the discipline that furnished the line, and give the other discipline its own line.

Example: 97530-GP-GO for a session of both disciplines fails.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2018, 1, 1),
    applies=col("billed_units").is_not_null(),
    fails=col("disciplines_count") > 1,
    evidence={"written": col("discipline_modifiers").list.unique(maintain_order=True)},
    says="{code} carries {written}; a line stands under one discipline's plan.",
    asks="Under whose plan {code} stands is not told.",
    fix="Leave the modifier of the discipline that furnished {code}; bill the other's units on a line of their own.",
    severity="blocks",
    basis="manual",
    cites=("cr-10176", "mcpm-5-20.1"),
    proof=("clinicians", "billed"),
    carc="4",
)
