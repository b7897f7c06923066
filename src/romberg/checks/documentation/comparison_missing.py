"""A progress report or discharge summary compares no value with an earlier one.

Progress is a value beside the one before it. A report with today's figures alone leaves the reviewer to find the
earlier ones, and few do.

The clinician puts the earlier values beside those of the day.

Example: “Berg 42/56” alone fails; “Berg 42/56 (38 on 3 February)” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("kind").is_in(["progress", "discharge"]) & col("has_measurable_outcome"),
    fails=~col("has_earlier_values"),
    evidence={"kind": col("kind")},
    says="The {kind} note gives measured values, and none from before to compare them with.",
    asks="Whether the {kind} note compares values could not be read.",
    fix="Put the earlier value, with its date, beside each value of the day.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3", "mbpm-15-220.2"),
    proof=("measures",),
    carc="50",
)
