"""The note was signed before its day of service.

A signature that is older than the visit shows a note written ahead, a date put wrong, or text taken over. Each of
them makes a reviewer doubt the whole note.

The clinician finds out which date is wrong and corrects it by a dated addendum.

Example: date of service 12 March, signed 10 March, fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("first_signed_on").is_not_null(),
    fails=col("days_to_signature") < 0,
    evidence={"on": col("first_signed_on"), "day": col("service_date")},
    says="The note is signed on {on}, before its day of service, {day}.",
    asks="Whether the signature lies before the visit cannot be told without the day of service.",
    fix="Find out which date is wrong, and correct it by a dated addendum.",
    severity="warns",
    basis="good practice",
    cites=("mbpm-15-220.3",),
    proof=("signature_days", "header.service_date"),
    carc="16",
    rarc="N705",
    route="appeal",
)
