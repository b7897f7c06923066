"""The same measures stand with the same values at visit after visit.

A value that never moves was carried over, or shows that the care changes nothing; either way it proves no progress
and no need for skill on this day.

The clinician measures anew, or writes that a value is of an earlier day.

Example: TUG 14.2 s at four visits in a row fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

VISITS = 4

rule = Rule(
    grain="visit",
    applies=(col("visits_found").fill_null(0) >= VISITS) & col("has_measurable_outcome"),
    fails=col("same_measures_visits") >= VISITS,
    evidence={"visits": col("same_measures_visits"), "measures": col("measures").list.join(", ")},
    says="{measures}: the same values stand at {visits} visits in a row.",
    asks="Whether the measured values are those of the visits before cannot be told.",
    fix="Measure again, or write on which day the value was measured.",
    severity="warns",
    basis="good practice",
    cites=(
        "mbpm-15-220.3",
        "oig-a-05-14-00041",
    ),
    proof=("measures",),
    carc="50",
)
