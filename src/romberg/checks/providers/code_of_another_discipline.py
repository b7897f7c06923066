"""A treatment code is billed by a discipline that it is not for.

Speech-language pathology treats speech, language, swallowing and thinking, not strength, balance or walking; its
claims for 97110, 97112 or 97140 are denied. Speech treatment under 92507 is not a physical or occupational
therapist's, and 98940 to 98943 are for chiropractors.

Bill what the discipline may furnish, or let the right one treat.

Example: a speech-language pathologist's 97112 fails.
"""

from __future__ import annotations

from polars import col, lit, when

from romberg.checks.rule import Rule

motor = [
    *("exercise", "balance", "aquatic", "gait", "massage", "manual", "functional activities", "modality"),
    *("wheelchair", "orthotics", "needling", "manipulation"),
]
not_theirs = col("code_belongs_to").is_not_null() & (col("code_belongs_to") != col("discipline"))

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null()
    & (col("service") != "evaluation")
    & col("discipline").is_in(["PT", "OT", "SLP"]).fill_null(col("service").is_in(["speech", "manipulation"])),
    fails=when(col("discipline") == "SLP").then(col("service").is_in(motor) | not_theirs).otherwise(not_theirs),
    evidence={
        "by": col("discipline"),
        "whose": when(col("code_belongs_to").is_not_null())
        .then(lit("it is ") + col("code_belongs_to") + lit("'s"))
        .otherwise(lit("it treats movement")),
    },
    says="{code} is billed by {by}, and {whose}.",
    asks="{code} is billed; which discipline wrote the note is not told.",
    fix="Bill what {by} may furnish, or let the right discipline treat.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-230",),
    proof=("clinicians", "billed"),
    carc="8",
)
