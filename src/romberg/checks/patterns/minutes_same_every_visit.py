"""The same services have the same minutes at every visit.

Treatment time differs from day to day. Minutes that never change look typed from a template, and reviewers ask for
the log of the time.

The clinician records the minutes of each service on the day itself.

Example: five visits in a row with 97112 15 min and 97110 23 min fail; four do not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

VISITS = 5

rule = Rule(
    grain="visit",
    applies=col("visits_found").fill_null(0) >= VISITS,
    fails=col("same_minutes_visits") >= VISITS,
    evidence={"visits": col("same_minutes_visits")},
    says="The same services have the same minutes at {visits} visits in a row.",
    asks="Whether the minutes are those of the visits before cannot be told, as some are missing.",
    fix="Record the minutes of each service as they were on this day.",
    severity="informs",
    basis="good practice",
    cites=(
        "oig-a-05-14-00041",
        "mbpm-15-220.3",
    ),
    proof=("minutes",),
    carc="50",
)
