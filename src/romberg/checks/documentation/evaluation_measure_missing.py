"""An evaluation holds no measured result.

Medicare wants objective measurement in the evaluation, best with a standard test: it is the baseline that every later
report is compared with.

The clinician adds what was measured that day.

Example: “balance poor” fails; “Berg 38/56” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=(col("kind") == "evaluation") & ~col("has_treatment"),
    fails=~col("has_measurable_outcome"),
    says="The evaluation holds no measured result, so there is no baseline.",
    asks="Whether the evaluation holds a measured result could not be read.",
    fix="Add the values measured that day, with their units.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("measures",),
    carc="50",
)
