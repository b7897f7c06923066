"""The note holds no measured result.

Progress is shown by numbers: a timed test, a score, degrees, repetitions to a standard. Medicare wants objective
evidence in the evaluation and in each progress report; a daily note without any gives a reviewer nothing that the
treatment could change.

The clinician adds what was measured on that day, or names the last value with its date.

Example: "balance improving" fails; "Berg 42/56 (38 on 3 February)" does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_treatment"),
    fails=~col("has_measurable_outcome"),
    says="The note holds no measured result, of today or of an earlier day.",
    asks="Whether the note holds a measured result could not be read.",
    fix="Add a value measured that day, or the last one with its date. Balance, coordination or position sense for "
    "97112.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3", "mbpm-15-220.2"),
    proof=("activities",),
    carc="50",
)
