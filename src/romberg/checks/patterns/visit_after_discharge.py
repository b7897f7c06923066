"""A visit follows the patient's discharge, and no evaluation stands between.

A discharge ends the plan of care. Treatment after it, without a new evaluation and plan, has no plan to stand on.

Somebody looks for the evaluation; where there is none, the visit is not billed under the ended plan.

Example: discharged on 04/02, treated on 04/09 without an evaluation: fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("visits_found").is_not_null() & (col("kind") != "evaluation") & col("discharged_on").is_not_null(),
    fails=col("service_date") > col("discharged_on"),
    evidence={"day": col("service_date"), "discharged": col("discharged_on")},
    says="The visit of {day} follows the discharge of {discharged}, and no evaluation stands between.",
    asks="The visit has no date, so whether it follows the discharge is not known.",
    fix="Look for the new evaluation and plan; without them the visit stands on no plan of care.",
    severity="warns",
    basis="manual",
    cites=(
        "mbpm-15-220.3",
        "mbpm-15-220.1",
    ),
    proof=("header.service_date",),
    carc="50",
)
