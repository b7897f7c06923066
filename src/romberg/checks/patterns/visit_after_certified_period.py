"""The visit lies after the certified period that an earlier note tells.

This note says nothing of the plan of care, but a note before it gives its end. Visits after it, without a new
certification, are denied.

Somebody looks for the recertification; where there is none, the delayed one is asked for with its reason.

Example: a plan through 05/12 in the evaluation and a visit of 05/19 that tells nothing newer fail.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("certification_wanted")
    & col("has_therapy")
    & col("certified_through").is_null()
    & col("certified_through_found").is_not_null(),
    fails=col("service_date") > col("certified_through_found"),
    evidence={"day": col("service_date"), "through": col("certified_through_found")},
    says="The visit of {day} lies after {through}, the last certified day that an earlier note tells.",
    asks="The visit has no date, so whether it lies in the certified period is not known.",
    fix="Look for the recertification; where there is none, ask for the delayed one, with the reason.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.1",),
    proof=("header.service_date",),
    carc="272",
)
