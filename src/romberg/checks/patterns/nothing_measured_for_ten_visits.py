"""Nothing was measured at ten visits in a row.

Medicare wants objective evidence of progress at least with each report, once in ten treatment days. An episode
without a measured value shows neither need nor gain.

The clinician measures at this visit what the goals are written in.

Example: ten notes in a row without a value fail; a value at the tenth does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

VISITS = 10

rule = Rule(
    grain="visit",
    applies=(col("visits_found").fill_null(0) >= VISITS) & col("has_therapy"),
    fails=col("visits_without_measure") >= VISITS,
    evidence={"visits": col("visits_without_measure")},
    says="No measured value stands in {visits} visits in a row.",
    asks="Whether something was measured at these visits cannot be told.",
    fix="Measure at this visit what the goals are written in.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("measures",),
    carc="50",
)
