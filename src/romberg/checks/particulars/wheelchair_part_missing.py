"""Wheelchair work is billed, and neither a part of the chair nor a skill is named.

97542 stands for assessing, fitting and training: the cushion, the foot rests, the turn through a door. Pushing a
patient to the gym is not.

The clinician names the part or the skill.

Example: “wheelchair management 15 min” lacks it; “ramp down with brakes, 3 trials” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("wheelchair_skill"),
    fails=lacks("wheelchair_skill"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted}; neither a part nor a skill is named.",
    asks="Whether {code} names a part or skill could not be read.",
    fix="Name the part that was fitted or the skill that was trained, and how far the patient came.",
    severity="informs",
    basis="good practice",
    cites=("webpt-code-boundaries",),
    proof=("activities", "services"),
    carc="50",
)
