"""The certified period that the note names is longer than a certification can last.

A certification runs for the plan's own duration, at most 90 days. What is written beyond does not count: from the 91st
day on the plan must be certified again, whatever the form says.

Read the period as 90 days, and send the recertification by then.

Example: "cert 2026-01-05 to 2026-06-30" warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

longest = parameter("medicare.certification.longest")

rule = Rule(
    grain="visit",
    applies=col("certification_wanted") & col("has_therapy") & col("certified_days").is_not_null(),
    fails=col("certified_days") > longest,
    evidence={"written": col("certified_days"), "longest": longest, "through": col("certified_through")},
    says="The certified period is written as {written:days}; a certification lasts {longest:days} at most, here "
    "through {through}.",
    asks="The certified period is written as {written:days}; how long one lasts that day is not known.",
    fix="Have the plan certified again by {through}.",
    severity="warns",
    basis="regulation",
    cites=("cfr-42-424.24", "noridian-certification-2025"),
    proof=("plan.certification_start", "plan.certification_end"),
    carc="272",
    card_lines=("certification", "certification_lasts"),
)
