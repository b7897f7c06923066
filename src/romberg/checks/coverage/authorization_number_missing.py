"""The payer wants treatment authorised first, and the claim carries no authorisation number.

The number on the claim ties it to the approval; without it the claim is denied as not authorised, even where it was.

Put the number on the claim (box 23).

Example: a UnitedHealthcare Medicare Advantage claim of 2026 without a number fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_claim") & col("has_therapy") & col("has_authorization_number").is_not_null(),
    fails=col("authorization_wanted") & ~col("has_authorization_number"),
    says="{payer} wants treatment authorised first, and the claim carries no authorisation number.",
    asks="The claim carries no authorisation number; whether {payer} wants one depends on the plan.",
    fix="Put the authorisation number on the claim, or ask for the authorisation.",
    severity="blocks",
    basis="payer policy",
    cites=("uhc-ma-authorization-2025",),
    proof=("plan.authorized_visits", "header.payer"),
    carc="197",
    card_lines=("prior_authorization", "authorization_terms"),
)
