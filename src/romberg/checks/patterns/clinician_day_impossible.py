"""A clinician's notes of one day hold more one-to-one time than a day of work.

One-to-one minutes of one clinician cannot overlap, so they add up. Days beyond ten hours are looked at first when a
payer compares clinicians; coders tell of 48 units in a day of four hours.

Somebody compares the notes of the day with the schedule; group work is billed as group.

Example: eleven hours of one-to-one minutes in one day fail; nine do not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

MINUTES = 600

rule = Rule(
    grain="visit",
    applies=col("day_patients_of_clinician").is_not_null(),
    fails=col("day_minutes_of_clinician") > MINUTES,
    evidence={"minutes": col("day_minutes_of_clinician"), "patients": col("day_patients_of_clinician")},
    says="The notes of this clinician on this day hold {minutes} one-to-one minutes with {patients} patients.",
    asks="How many one-to-one minutes the clinician had on this day is not known.",
    fix="Compare the notes of the day with the schedule; what was given to several patients at once is group.",
    severity="warns",
    basis="good practice",
    cites=(
        "oig-a-05-14-00041",
        "mbpm-15-220.3",
    ),
    proof=(
        "minutes",
        "documentation.signature",
    ),
    carc="151",
)
