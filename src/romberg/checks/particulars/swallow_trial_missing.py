"""Swallowing treatment is billed, and neither a consistency nor an exercise is named.

What was given, or which exercise was done, is the treatment; “dysphagia therapy” is a label.

The clinician names the consistencies and exercises.

Example: “dysphagia therapy 30 min” lacks it; “thin by cup x 10, chin tuck” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("swallow_given"),
    fails=lacks("swallow_given"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted}; neither a consistency nor an exercise is named.",
    asks="Whether {code} names a consistency or exercise could not be read.",
    fix="Name the consistencies, amounts and exercises.",
    severity="informs",
    basis="good practice",
    cites=("mbpm-15-220.3",),
    proof=("activities", "services"),
    carc="50",
)
