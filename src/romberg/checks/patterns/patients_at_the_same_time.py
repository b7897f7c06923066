"""One-to-one times of a clinician with two patients run into one another.

Nobody attends two patients one to one at once. Minutes that overlap are group, or belong to somebody else; billed as
one-to-one they are a false claim.

The clinician corrects the times, or the shared minutes are billed as group for each patient.

Example: 97112 from 9:00 to 9:25 here, and 9:15 to 9:45 with another patient: fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("day_patients_of_clinician").fill_null(0) > 1,
    fails=col("day_overlaps").list.len() > 0,
    evidence={"times": col("day_overlaps").list.join("; ")},
    says="One-to-one times of this clinician run into one another: {times}.",
    asks="Whether the clinician saw two patients at once could not be told.",
    fix="Correct the times, or bill the shared minutes as group for each patient.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-230",),
    proof=(
        "minutes",
        "documentation.signature",
    ),
    carc="151",
)
