"""Most services of a clinician have just the minutes that make one more unit.

8, 23, 38 and 53 minutes are the least that make one to four units. Where half of all services have just these, the
minutes look chosen for the units, and reviewers say so.

The clinician records minutes as the clock shows them.

Example: twelve timed services, of which seven have 8 or 23 minutes, fail.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

SERVICES, SHARE_PERCENT = 10, 50

rule = Rule(
    grain="visit",
    applies=col("timed_services_of_clinician").fill_null(0) >= SERVICES,
    fails=col("least_minutes_percent") >= SHARE_PERCENT,
    evidence={"share": col("least_minutes_percent"), "services": col("timed_services_of_clinician")},
    says="{share} % of {services} timed services of this clinician have just a unit's least minutes (8, 23, 38 or 53).",
    asks="How the minutes of this clinician are spread is not known.",
    fix="Record minutes as the clock shows them, and look at the notes of these services.",
    severity="warns",
    basis="good practice",
    cites=("oig-a-05-14-00041",),
    proof=("minutes",),
    carc="151",
)
