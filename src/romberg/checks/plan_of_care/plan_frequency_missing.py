"""The evaluation makes a plan of care that does not say how often.

A plan of care says how often the patient is to be treated. Where it does not, Medicare reads it as once a day and once
a week, and visits beyond that are not under the plan.

Write how many times a week.

Example: an evaluation with goals and "P: continue PT for 6 weeks" warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

times = parameter("medicare.plan_of_care.default_times_a_week")

rule = Rule(
    grain="visit",
    applies=col("certification_wanted") & col("has_therapy") & (col("kind") == "evaluation"),
    fails=col("lacks_frequency"),
    evidence={"times": times},
    says="The evaluation does not say how often the patient is to be treated; Medicare then reads {times} a week.",
    asks="Whether the evaluation's plan names its frequency is not known.",
    fix="Write how many times a week the patient is to be treated.",
    severity="warns",
    basis="regulation",
    cites=("cfr-42-410.61", "mbpm-15-220.1", "oig-a-05-14-00041"),
    proof=("documentation.plan", "remarks.plan_frequency"),
    carc="272",
    card_lines=("certification",),
)
