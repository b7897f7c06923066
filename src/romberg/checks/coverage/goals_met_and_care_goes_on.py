"""The note says that all goals are met, and it is no discharge.

When every goal of the plan is met, therapy under it has done its work. Going on needs new goals that take a therapist,
written and certified like the first; else the visits after it are not reasonable and necessary.

Discharge, or write the new goals and have the plan certified again.

Example: "All goals met" in a daily note with "continue 2x/wk" warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("all_goals_met") & col("has_therapy"),
    fails=col("kind").is_in(["daily", "progress"]),
    says="The note says that all goals are met, and therapy goes on.",
    asks="The note says that all goals are met; whether therapy ends is not told.",
    fix="Discharge, or write the new goals and have the plan certified again.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.2", "mbpm-15-220.3"),
    proof=("remarks.goals_met", "documentation.plan"),
    carc="50",
)
