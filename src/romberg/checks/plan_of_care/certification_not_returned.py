"""The plan was sent for certification, its days for the signature are over, and it is not back.

The initial certification is due within 30 days of the first treatment day. From 2025 a signed and dated order or
referral on file stands for that signature, with proof that the plan went to whoever wrote it within 30 days of the
evaluation. Later than that the certification is delayed and counts only with its reason.

Get the signature and its date, and write down why it is late; from 2025 show the signed order and the day of sending.

Example: evaluated on 2024-08-01, "POC faxed, not signed" on 2024-09-16: warns.
"""

from __future__ import annotations

from polars import col, when

from romberg.checks.rule import Rule, parameter

days = parameter("medicare.certification.days_to_sign")
order_counts = parameter("medicare.signed_order.replaces_initial_signature")

rule = Rule(
    grain="visit",
    applies=col("certification_wanted")
    & col("has_therapy")
    & col("certification_pending")
    & ~(col("days_since_certification_end") > 0).fill_null(False),
    fails=when(col("order_on_file") & order_counts).then(False).otherwise(col("days_since_evaluation") > days),
    evidence={"since": col("days_since_evaluation"), "days": days},
    says="The plan is not signed yet, {since:days} after the evaluation; the signature was due within {days:days}.",
    asks="The plan is not signed yet; how long ago the evaluation was, the note does not say.",
    fix="Get the signature and its date with the reason for the delay; from 2025 keep a signed order with proof of the "
    "day of sending.",
    severity="warns",
    basis="regulation",
    cites=("cfr-42-424.24", "noridian-certification-2025"),
    proof=("plan.certification_pending", "plan.evaluation_date", "remarks.order_on_file"),
    carc="272",
    card_lines=("certification", "certification_due"),
)
