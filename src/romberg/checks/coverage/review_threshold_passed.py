"""The year's allowed amounts pass the sum above which Medicare may pick the claim for review.

Above $3,000 (PT and speech together, OT by itself) a claim may be chosen for targeted review; not every one is. KX
goes on as before. The record is read then: plan, certification, reports, minutes, measured change.

Look through the record now, before somebody asks for it.

Example: $2,980.00 allowed before a visit of $90.00 is told of.
"""

from __future__ import annotations

from polars import col, when

from romberg.checks.rule import Rule, parameter

threshold = (
    when(col("discipline") == "OT")
    .then(parameter("medicare.medical_review_threshold.ot"))
    .otherwise(parameter("medicare.medical_review_threshold.pt_slp"))
)
before = col("year_allowed_cents")
after = when(before > threshold).then(before).otherwise(before + col("visit_allowed_cents"))

rule = Rule(
    grain="visit",
    applies=before.is_not_null() & col("discipline").is_in(["PT", "OT", "SLP"]),
    fails=after > threshold,
    evidence={"after": after, "threshold": threshold},
    says="This year's allowed amounts reach {after:usd}, over {threshold:usd}; such claims may be picked for review.",
    asks="Whether this year's allowed amounts pass the sum for review is not known: the visit has no price, or nobody "
    "has verified the sum.",
    fix="See that plan, certification, reports, minutes and measured change are complete in the record.",
    severity="informs",
    basis="statute",
    cites=("usc-42-1395l-g-7",),
    proof=("billed",),
    payers=("medicare",),
)
