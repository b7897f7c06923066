"""The note gives two days of service.

A claim line has one day. Two in one note show text taken over from another visit, or a slip, and a reviewer cannot
tell which visit was written.

The clinician finds out which is right and corrects the other by a dated addendum.

Example: “Date of service 03/12” in the head and “Visit date 03/13” below fail.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_treatment") | (col("kind") == "evaluation"),
    fails=col("contradictions_day").list.len() > 0,
    evidence={"what": col("contradictions_day").list.join("; ")},
    says="The days of service do not agree: {what}.",
    asks="Whether statements of the note contradict one another could not be read.",
    fix="Find out which is right, and correct the other by a dated addendum.",
    severity="warns",
    basis="good practice",
    cites=("mbpm-15-220.3",),
    proof=("contradictions.day",),
    carc="16",
    rarc="N705",
)
