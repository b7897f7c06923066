"""A service is named by a label only, so nobody can tell what was done.

"Balance exercises" proves no skilled service: a reviewer must be able to compare what was done with the code that is
billed. Reviewers deny such lines as not documented.

The clinician names the activity, its dose, the cue or assistance, and the response, from memory of that day only.

Example: "97112 10 min: balance exercises" fails; "tandem stance on foam 3 x 30 s, guarded, two losses of balance"
does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("has_procedure"),
    fails=col("is_vague"),
    evidence={"activities": col("activities")},
    says="{code} is described only as {activities:quoted}, which does not show what was done.",
    asks="Whether {code} is described closely enough could not be read from the note.",
    fix="Name the activity, its dose (surface, repetitions, time), the cues or help given, and what came of it.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-220.3", "oig-a-05-14-00041"),
    proof=("activities", "services"),
    carc="B12",
)
