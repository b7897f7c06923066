"""A diagnosis stands before its own cause, which the code set wants first.

Some codes describe what a disease did (dementia in Parkinson's disease, arthropathy in another disease). Their notes
say that the disease is coded first. With the order turned round a payer may deny the claim for its first diagnosis.

Put the cause first.

Example: F02.80 before G30.9 is told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=(col("diagnoses").list.len() > 1) | (col("claim_diagnoses").list.len() > 1).fill_null(False),
    fails=col("causes_not_first").list.len() > 0,
    evidence={"order": col("causes_not_first")},
    says="{order}; the code set wants the cause first.",
    asks="Whether the diagnoses stand in the order that the code set wants is not known.",
    fix="Put the cause before what it did.",
    severity="informs",
    basis="regulation",
    cites=("icd10cm-2026-04",),
    proof=("diagnoses",),
    carc="146",
)
