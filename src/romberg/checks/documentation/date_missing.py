"""The note does not give its day of service.

The date is the first thing that Medicare's manual wants in a treatment note. A note without one proves no visit, and
belongs to no line of a claim.

The clinician adds the date by a dated addendum, from the schedule or the sign-in of that day.

Example: a note with a patient's name and no date fails, also where the date was given to Romberg beside it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_treatment") | (col("kind") == "evaluation"),
    fails=~col("date_is_written"),
    says="The note does not give its day of service.",
    asks="Whether the note gives its day of service could not be read.",
    fix="Add the day of service by a dated addendum, from the record of that day.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("header.service_date",),
    carc="16",
    rarc="N705",
    route="corrected claim",
)
