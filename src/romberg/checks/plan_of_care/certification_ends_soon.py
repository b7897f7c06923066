"""The certified period ends within ten days.

Visits after it are not covered until the plan is certified again. A signature takes time to come back, and a late
certification needs its reason.

Send the plan for recertification now.

Example: certified through 2026-05-01 and a visit on 2026-04-24 are told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

AHEAD = 10  # our own choice: days in which a signature can come back

rule = Rule(
    grain="visit",
    applies=col("certification_wanted")
    & col("has_therapy")
    & (col("kind") != "discharge")
    & (col("days_since_certification_end") <= 0).fill_null(False),
    fails=col("days_since_certification_end") >= -AHEAD,
    evidence={"through": col("certified_through"), "left": -col("days_since_certification_end")},
    says="The certified period ends on {through}, in {left:days}.",
    asks="Whether the certified period ends soon is not told.",
    fix="Send the plan for recertification now, where therapy goes on after {through}.",
    severity="informs",
    basis="regulation",
    cites=("cfr-42-424.24", "noridian-certification-2025"),
    proof=("plan.certification_end", "plan.certification_start", "header.service_date"),
    card_lines=("certification", "certification_lasts"),
)
