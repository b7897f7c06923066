"""Speech treatment is billed, and no performance was counted.

Accuracy, trials or the level of cue show that the work was graded and what changed; without them each visit reads
like the one before.

The clinician adds what was counted that day.

Example: “humming to chant, role play” lacks it; “8 of 10 with one cue” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("performance_counted"),
    fails=lacks("performance_counted"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted}, and no performance was counted.",
    asks="Whether {code} counts performance could not be read.",
    fix="Add trials, accuracy or the level of cue.",
    severity="informs",
    basis="good practice",
    cites=("mbpm-15-220.3",),
    proof=("activities", "services"),
    carc="50",
)
