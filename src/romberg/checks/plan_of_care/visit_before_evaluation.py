"""The visit lies before the evaluation that the note names.

A plan is made before treatment, from an evaluation. Treatment dated before it has no plan; more often one of the two
dates is a slip, or copied from another patient.

Correct the date that is wrong; treatment without a plan is not billed.

Example: a visit on 2026-03-12 with "Eval 4/2/26" warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_therapy") & col("evaluation_date").is_not_null() & (col("kind") != "evaluation"),
    fails=col("days_since_evaluation") < 0,
    evidence={"evaluated": col("evaluation_date"), "on": col("service_date")},
    says="The visit was on {on}; the note dates the evaluation {evaluated}, after it.",
    asks="The note dates the evaluation {evaluated}; the day of the visit is not known.",
    fix="Correct the date that is wrong; treatment before the plan is not billed.",
    severity="warns",
    basis="regulation",
    cites=("cfr-42-410.61",),
    proof=("plan.evaluation_date", "header.service_date"),
    carc="272",
)
