"""More visits lie among the notes than the payer authorised.

A visit past the authorisation is denied, and an authorisation given afterwards rarely reaches back. This note does not
tell by itself which of the authorised visits it is; the notes since that number was first written tell it.

Ask for more before they run out; for this visit ask whether the payer still takes a request.

Example: "auth 12" in the note of 04/02 and twelve visits since then: the thirteenth fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("authorized_found").is_not_null()
    & (col("visit_number").is_null() | col("authorized_visits").is_null())
    & (col("kind") != "evaluation"),
    fails=col("visits_since_authorized") > col("authorized_found"),
    evidence={"since": col("visits_since_authorized"), "authorized": col("authorized_found")},
    says="{since} treatment days lie among the notes since {authorized} visits were first told as authorised.",
    asks="How many of the {authorized} authorised visits were used is not known.",
    fix="Ask {payer} for more visits, and whether the request may reach back to this one.",
    severity="warns",
    basis="payer policy",
    cites=("x12-carc-2024",),
    proof=("plan.visit_number", "plan.authorized_visits", "header.service_date"),
    carc="198",
)
