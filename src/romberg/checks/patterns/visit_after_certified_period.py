"""The visit lies after the certified period by the earlier notes.

This note says nothing of the plan of care, but a note before it gives its end, or an evaluation before it is longer ago
than any certification may last. Visits after it, without a new certification, are denied.

Somebody looks for the recertification; where there is none, the delayed one is asked for with its reason.

Example: a plan through 05/12 in the evaluation and a visit of 05/19 that tells nothing newer fail.
"""

from __future__ import annotations

from polars import col, lit, when

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("certification_wanted")
    & col("has_therapy")
    & col("certified_through").is_null()
    & col("certified_through_found").is_not_null(),
    fails=col("service_date") > col("certified_through_found"),
    evidence={
        "day": col("service_date"),
        "through": col("certified_through_found"),
        "by": when(col("certified_by_evaluation"))
        .then(lit("the longest period after the evaluation that was found ends"))
        .otherwise(lit("the certified period of an earlier note ends")),
    },
    says="The visit of {day} lies after {through}, where {by}.",
    asks="The visit has no date, so whether it lies in the certified period is not known.",
    fix="Look for the recertification; where there is none, ask for the delayed one, with the reason.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.1",),
    proof=("header.service_date",),
    carc="272",
    card_lines=("certification",),
)
