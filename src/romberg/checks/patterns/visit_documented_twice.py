"""Two notes tell of one visit: the same patient, day and discipline, with the same charges.

Only one of them can be billed; a second claim for the day is denied as a duplicate. Two true visits of a day differ,
and each says its times.

Somebody sees which note is the right one, and the other is taken out of billing.

Example: two physical therapy notes of 03/12 for one patient, both 97112 x2, fail; one of PT and one of OT do not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("visits_found").is_not_null(),
    fails=col("duplicates_of_day") > 0,
    evidence={"others": col("duplicates_of_day"), "day": col("service_date")},
    says="{others} more of the notes given have this patient, discipline and day ({day}), and the same charges.",
    asks="Another note of this patient, discipline and day is among those given, and without charges or minutes it "
    "cannot be told whether both are one visit.",
    fix="Find out which note is right; where the patient came twice, write the times of each visit.",
    severity="warns",
    basis="good practice",
    cites=("x12-carc-2024", "design-patterns"),
    proof=("header.service_date", "billed"),
    carc="18",
)
