"""The evaluation makes a plan of care without goals.

A plan of care holds diagnosis, long-term goals, type, amount, frequency and duration. Goals are what progress is
measured against: without them no later visit can show that it was needed. The Inspector General found faults of the
plan in most of the claims with bad documentation.

Write at least one long-term goal that names a function, a measure and a time.

Example: an evaluation that ends with "P: 2x/wk x 6 wks" and names no goal warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("certification_wanted") & col("has_therapy") & (col("kind") == "evaluation"),
    fails=col("lacks_goals"),
    says="The evaluation names no goal.",
    asks="Whether the evaluation's plan names its goals is not known.",
    fix="Write a long-term goal that names a function, a measure and a time.",
    severity="warns",
    basis="regulation",
    cites=("cfr-42-410.61", "mbpm-15-220.1", "oig-a-05-14-00041"),
    proof=("documentation.plan", "remarks.plan_goals"),
    carc="272",
    card_lines=("certification",),
)
