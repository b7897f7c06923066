"""The claim does not name the physician or practitioner who certified the plan of care.

For outpatient therapy Medicare's contractors want the certifying physician as referring provider, with the NPI, on
each claim. Without it the claim is returned as unprocessable.

Add the name and NPI of who certified the plan.

Example: a Medicare claim with rendering and billing NPI and no referring one fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_claim") & col("has_therapy") & col("certification_wanted"),
    fails=~col("has_referrer").fill_null(True),
    says="The claim names providers, and not who certified the plan of care.",
    asks="Whether {payer} wants the certifying physician on the claim is not known.",
    fix="Add the certifying physician as referring provider, with the NPI.",
    severity="blocks",
    basis="manual",
    cites=("mac-referring-npi",),
    proof=("plan.certification_start", "plan.certification_end"),
    carc="16",
    payers=("medicare",),
)
