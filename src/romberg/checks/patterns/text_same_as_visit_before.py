"""Most of what the note tells of the patient's state and response stood in the visit before, word for word.

Reviewers read visits side by side. Sentences that come again unchanged say how the patient was on another day; the
Office of Inspector General counts such notes as not supporting the service.

The clinician writes how the patient was and responded on this day; what is still true is marked as carried over.

Example: four sentences of assessment and response, of which four stood in the note of two days ago, fail.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

SHARE_PERCENT = 75

rule = Rule(
    grain="visit",
    applies=col("visits_found").fill_null(0) > 1,
    fails=col("copied_percent") >= SHARE_PERCENT,
    evidence={"share": col("copied_percent"), "day": col("copied_from_date")},
    says="{share} % of the sentences on state and response stand word for word in the visit of {day}.",
    asks="Two notes are of one day, so which text stood first cannot be told.",
    fix="Write what was seen, done and answered on this day; mark what was carried over and is still true.",
    severity="warns",
    basis="good practice",
    cites=(
        "oig-a-05-14-00041",
        "mbpm-15-220.3",
    ),
    proof=(
        "documentation.assessment",
        "documentation.patient_response",
    ),
    carc="50",
)
