"""Manual therapy is billed, and no technique is named.

97140 stands for mobilisation, soft tissue work, manual traction, lymph drainage and the like. A note that gives only
the region and the minutes does not show which of them was done, or that it took skill.

The clinician adds the technique and its grade.

Example: “manual therapy to low back 15 min” fails; “L4-5 PA gr III” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("hands_technique"),
    fails=lacks("hands_technique"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted}, and no technique is named.",
    asks="Whether {code} names a technique could not be read.",
    fix="Add the technique, its grade or depth, and what it was meant to free.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries", "palmetto-l34428"),
    proof=("activities", "services"),
    carc="50",
)
