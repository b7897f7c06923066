"""Two notes tell of one patient, one day and one discipline.

Only one of them can be billed, unless the patient truly came twice; a second claim for the day is denied as a
duplicate.

Somebody sees which note is the right one; two true visits of a day say so, each with its times.

Example: two physical therapy notes of 03/12 for one patient fail; one of PT and one of OT do not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("visits_found").is_not_null(),
    fails=col("other_notes_of_day") > 0,
    evidence={"others": col("other_notes_of_day"), "day": col("service_date")},
    says="{others} more of the notes given are of this patient, this discipline and {day}.",
    asks="Whether another note of the day exists could not be told.",
    fix="Find out which note is right; where the patient came twice, write the times of each visit.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("header.service_date",),
    carc="18",
)
