"""A progress report or discharge summary does not say what became of the goals.

Medicare's progress report tells the progress on each goal, goals that change, and why to go on; the discharge summary
does so for the last stretch. A report without goals is a daily note.

The clinician adds the status of each goal.

Example: “patient doing well, continue” fails; “goal 1 met; goal 2 at 80 %” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("kind").is_in(["progress", "discharge"]),
    fails=~col("has_goal_status"),
    evidence={"kind": col("kind")},
    says="The {kind} note does not say what became of the goals.",
    asks="Whether the {kind} note says what became of the goals could not be read.",
    fix="Add for each goal whether it is met, how far it is, or how it is changed.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("report.goal_status",),
    carc="50",
)
