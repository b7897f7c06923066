"""Cognitive work is billed, and no strategy, aid or cue is named.

The service trains a way around the lack: a planner, a cue hierarchy, spaced recall. Which one is the skill that is
paid for.

The clinician names the strategy and how far it was taken.

Example: “worked on memory” lacks it; “spaced retrieval of 4 names to 8 minutes” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("cognitive_means"),
    fails=lacks("cognitive_means"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted}, and no strategy, aid or cue is named.",
    asks="Whether {code} names a strategy could not be read.",
    fix="Name the strategy or aid, the level of cue, and what the patient managed with it.",
    severity="informs",
    basis="good practice",
    cites=("webpt-code-boundaries",),
    proof=("activities", "services"),
    carc="50",
)
