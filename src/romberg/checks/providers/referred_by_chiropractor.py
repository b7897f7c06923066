"""A chiropractor or dentist referred the patient for therapy.

For Medicare's therapy benefit neither counts as a physician: they may not order it, nor make or certify its plan. A
claim that names one of them as referring provider is denied, and so is the whole episode where the plan rests on it.

Have a physician or practitioner certify the plan.

Example: "Referred by Dr. Alan Poe, DC" for a Medicare patient fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("order_by_chiropractor") & col("has_therapy"),
    fails=col("certification_wanted"),
    says="A chiropractor or dentist referred the patient, who may neither order therapy nor certify its plan.",
    asks="A chiropractor or dentist referred the patient; whether {payer} takes that is not known.",
    fix="Have a physician or other practitioner certify the plan of care, and name that one on the claim.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.1",),
    proof=("remarks.order_by_chiropractor",),
    carc="183",
    payers=("medicare", "medicare_advantage"),
)
