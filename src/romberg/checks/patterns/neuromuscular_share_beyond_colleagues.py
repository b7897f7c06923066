"""A clinician gives far more of the time as 97112 than colleagues in the same notes.

97112 pays more than exercise, and payers compare its share. A share of twice the colleagues' is no fault where the
patients differ, and a question where they do not.

Somebody reads a few of these notes: do the activities show balance, coordination or movement retrained?

Example: 70 % of the timed minutes as 97112, 30 % among the others: told.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

SERVICES, SHARE_PERCENT = 20, 50

rule = Rule(
    grain="visit",
    applies=(col("timed_services_of_clinician").fill_null(0) >= SERVICES)
    & col("neuromuscular_percent_of_others").is_not_null(),
    fails=(col("neuromuscular_percent") >= SHARE_PERCENT)
    & (col("neuromuscular_percent") >= 2 * col("neuromuscular_percent_of_others")),
    evidence={"share": col("neuromuscular_percent"), "others": col("neuromuscular_percent_of_others")},
    says="97112 makes {share} % of the timed minutes of this clinician, and {others} % of those of colleagues.",
    asks="The share of 97112 in the minutes of this clinician is not known.",
    fix="Read a few of these notes: the activities must show balance, coordination or movement retrained.",
    severity="informs",
    basis="good practice",
    cites=("oig-a-05-14-00041",),
    proof=("activities",),
    carc=None,
)
