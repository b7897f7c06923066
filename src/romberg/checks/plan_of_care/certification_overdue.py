"""The visit lies after the certified period of the plan of care, and no signed recertification is named.

A physician or other allowed practitioner certifies the plan for its stated duration, at most 90 days; then it must be
certified again, with a signature and a date. From 2025 a signed order can stand for the first certification, not for
a later one. Visits outside a certified period are not covered until a late certification, with its reason, is signed.

Get the recertification signed and dated, and name its period in the note.

Example: certified 08/17 to 11/14, recertification faxed and not back, visit on 12/08: fails.
"""

from __future__ import annotations

from polars import col, lit, when

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("certification_wanted") & col("has_therapy") & (col("kind") != "evaluation"),
    fails=col("days_since_certification_end") > 0,
    evidence={
        "through": col("certified_through"),
        "days": col("days_since_certification_end"),
        "sent": when(col("certification_pending")).then(lit(", and the new one is not signed yet")).otherwise(lit("")),
    },
    says="The plan of care is certified through {through}; this visit is {days:days} later{sent}.",
    asks="The note does not give the certified period of the plan of care.",
    fix="Get the recertification signed and dated, with the reason for its delay, before the claim goes out.",
    severity="blocks",
    basis="regulation",
    cites=("cfr-42-424.24", "mbpm-15-220.1"),
    proof=("plan.certification_end", "plan.certification_start", "plan.certification_pending", "header.service_date"),
    carc="272",
    card_lines=("certification",),
)
