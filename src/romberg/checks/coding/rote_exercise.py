"""Exercise done by rote, without a clinician's hand or word, is billed as skilled treatment.

Skill is what is paid for: choosing, grading, correcting. Exercise that the patient does alone, or that repeats a flow
sheet, may be right for the patient and is not billed. Contractors deny it as not skilled.

The clinician adds what was done beside the patient; where nothing was, the time is not billed.

Example: “independent with all exercises per flow sheet, 25 min”, billed 97110 x 2, fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("has_procedure")
    & col("is_first_of_code")
    & col("is_supported").fill_null(True)
    & ~col("is_vague")
    & ~col("is_unattended_service")
    & ~col("furnished_by_unpaid").fill_null(False),
    fails=col("is_rote"),
    evidence={"activities": col("activities")},
    says="{code} is told as done by rote: {activities:quoted}.",
    asks="Whether {code} was done by rote could not be read.",
    fix="Add the cue, correction or grading given beside the patient, or take {code} off the claim.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.2", "oig-a-05-14-00041"),
    proof=("activities", "services"),
    carc="50",
)
