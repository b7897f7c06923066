"""The evaluation makes a plan of care that does not say for how long.

A plan of care says for how many weeks or visits it runs. The certification lasts for that duration, at most 90 days;
without one nobody knows when the plan ends.

Write for how many weeks or visits.

Example: an evaluation with goals and "P: 2x/week" warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("certification_wanted") & col("has_therapy") & (col("kind") == "evaluation"),
    fails=col("lacks_duration"),
    says="The evaluation does not say for how long the patient is to be treated.",
    asks="Whether the evaluation's plan names its duration is not known.",
    fix="Write for how many weeks or visits the plan runs.",
    severity="warns",
    basis="regulation",
    cites=("cfr-42-410.61", "mbpm-15-220.1", "oig-a-05-14-00041"),
    proof=("documentation.plan", "remarks.plan_duration"),
    carc="272",
    card_lines=("certification",),
)
