"""The plan went to the referrer later than the exception of 2025 allows.

A signed order stands for the initial certification only with proof that the plan was sent within 30 days of the
evaluation. Sent later, the signature itself is wanted.

Get the plan signed, with the reason for the delay.

Example: evaluated on 2026-02-01, plan sent on 2026-03-10, order on file, plan not signed: warns.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule, parameter

days = parameter("medicare.signed_order.days_to_send_plan")

rule = Rule(
    grain="visit",
    effective=date(2025, 1, 1),
    applies=col("certification_wanted")
    & col("has_therapy")
    & col("certification_pending")
    & col("order_on_file")
    & col("days_to_plan_sent").is_not_null(),
    fails=col("days_to_plan_sent") > days,
    evidence={"sent": col("days_to_plan_sent"), "days": days},
    says="The plan was sent {sent:days} after the evaluation; a signed order stands for the signature only where it "
    "went within {days:days}.",
    asks="The plan was sent {sent:days} after the evaluation; how long that may take is not known for the day.",
    fix="Get the plan signed and dated, with the reason for the delay.",
    severity="warns",
    basis="regulation",
    cites=("cfr-42-424.24",),
    proof=("remarks.plan_sent", "remarks.order_on_file", "plan.evaluation_date"),
    carc="272",
    card_lines=("certification",),
)
