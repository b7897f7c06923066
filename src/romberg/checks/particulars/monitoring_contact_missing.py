"""Time of remote monitoring is billed, and no live contact with the patient is told.

98980 and 98981 count a month in steps of 20 minutes, and want at least one live talk with the patient or caregiver in
it.

The clinician adds the talk and its day; without one the code is not billed.

Example: “reviewed data 22 min” fails; “video call 3/9, 12 min” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("monitoring_contact"),
    fails=lacks("monitoring_contact"),
    evidence={"activities": col("activities")},
    says="The note tells of no live contact for {code}.",
    asks="Whether the note tells of live contact for {code} could not be read.",
    fix="Add the live contact and its day; without one take {code} off.",
    severity="warns",
    basis="payer policy",
    cites=("fairpath-rtm-2026", "cr-14250"),
    proof=("activities", "services"),
    carc="50",
)
