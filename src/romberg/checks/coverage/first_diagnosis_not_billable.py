"""The first diagnosis may not be billed on the day of the visit.

A code that was divided (G20 in October 2023, G35 in October 2025), that lacks its last sign or its seventh, or that
does not exist, ends the claim before it is read. The code set changes each October, and some codes in April.

Code to the last sign that is valid on the day of service.

Example: G35 for a visit of October 2026 warns; on the claim itself it blocks.
"""

from __future__ import annotations

from polars import col, when

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=(col("diagnoses").list.len() > 0) | col("claim_diagnoses").is_not_null(),
    fails=when(col("service_date").is_not_null()).then(col("first_not_billable").is_not_null()),
    evidence={"because": col("first_not_billable").str.strip_suffix(".")},
    says="{because}.",
    asks="Whether the first diagnosis may be billed cannot be told without the day of the visit.",
    fix="Code the first diagnosis to the last sign that is valid on that day.",
    severity="warns",
    blocks_when=col("claim_diagnoses").is_not_null(),
    basis="regulation",
    cites=("icd10cm-2026-04",),
    proof=("diagnoses", "header.service_date"),
    carc="146",
)
