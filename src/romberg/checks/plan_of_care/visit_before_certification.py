"""The visit lies before the certified period that the note names.

A period that starts later covers nothing before it: either the note names the next period and the one at hand is
missing, or a date is wrong.

Name the period that covers this visit.

Example: a visit on 2026-03-12 with "cert 2026-03-20 to 2026-06-17" is told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("certification_wanted")
    & col("has_therapy")
    & (col("kind") != "evaluation")
    & ~col("certification_pending"),
    fails=(col("days_before_certification") > 0).fill_null(False),
    evidence={"before": col("days_before_certification")},
    says="The visit is {before:days} before the certified period that the note names.",
    asks="Whether the visit lies before the certified period is not told.",
    fix="Name the certified period that covers this visit, or correct the date.",
    severity="informs",
    basis="regulation",
    cites=("cfr-42-424.24",),
    proof=("plan.certification_start", "header.service_date"),
    carc="272",
    card_lines=("certification",),
)
