"""Weeks of treatment, and no measure has moved by more than its own error.

A value that moves by less than the smallest published error of its measure has not moved for anybody. No gain is no
denial by itself: what a reviewer asks for is a reason, a changed plan, or a statement that the care keeps what has
been reached and takes skill. Without one of these the treatment is not expected to help any more.

Write why, change the plan and say how, say that it is skilled maintenance, or discharge.

Example: TUG 14.2 s after 14.6 s at the evaluation ten visits ago fails; 14.2 s after 17.9 s does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

DAYS, VISITS = 30, 10

rule = Rule(
    grain="visit",
    applies=(col("visits_found").fill_null(0) >= VISITS)
    & (col("days_since_first") >= DAYS)
    & col("has_therapy")
    & (col("kind") != "discharge")
    & ~col("is_maintenance")
    & ~col("plan_changed").fill_null(False),
    fails=(col("measures_compared") > 0) & (col("measures_gained") == 0),
    evidence={
        "visits": col("visits_found"),
        "days": col("days_since_first"),
        "moved": col("measures_moved").list.join("; "),
    },
    says="In {days:days} and {visits} visits no measure gained more than its own error: {moved}.",
    asks="Whether the measures gained since the first of these visits cannot be told.",
    fix="Write why, change the plan and say how, say that it is skilled maintenance, or discharge.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.2", "jimmo-2013", "measure-errors"),
    proof=("measures",),
    carc="50",
)
