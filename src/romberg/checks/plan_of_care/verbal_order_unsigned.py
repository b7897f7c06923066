"""A verbal order stands for the certification, and its days for the signature are over.

A dated verbal order certifies the plan at once, and must be signed within 14 days. After them it counts for nothing
until the signature comes, which is then a delayed certification with its reason.

Get the order signed and dated.

Example: "verbal order 2/3/26", not signed on 2026-03-02, warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

days = parameter("medicare.certification.days_to_sign_verbal")

rule = Rule(
    grain="visit",
    applies=col("certification_wanted") & col("certification_pending") & col("days_since_verbal_order").is_not_null(),
    fails=col("days_since_verbal_order") > days,
    evidence={"since": col("days_since_verbal_order"), "days": days},
    says="The verbal order is {since:days} old and not signed; a signature was due within {days:days}.",
    asks="The verbal order is {since:days} old; how long it holds without a signature that day is not known.",
    fix="Get the verbal order signed and dated, with the reason for the delay.",
    severity="warns",
    basis="manual",
    cites=("noridian-certification-2025",),
    proof=("remarks.verbal_order", "plan.certification_pending"),
    carc="272",
    card_lines=("certification",),
)
