"""A further diagnosis may not be billed on the day of the visit.

Any code on a claim that is not valid that day can reject it, whatever place it has. In the note it is a reminder:
which codes go on the claim is decided later.

Code it to the last sign that is valid on the day, or leave it off the claim.

Example: R26.81 and G35 for a visit of October 2026: the second is told of.
"""

from __future__ import annotations

from polars import col, when

from romberg.checks.rule import Rule

known = col("others_not_billable").list.len() > 0
undecided = col("diagnoses_undecided").list.len() > 0

rule = Rule(
    grain="visit",
    applies=(col("diagnoses").list.len() > 1) | (col("claim_diagnoses").list.len() > 1).fill_null(False) | undecided,
    fails=when(known).then(True).when(~undecided).then(False),
    evidence={
        "because": col("others_not_billable").list.join(" ").str.strip_suffix("."),
        "open": col("diagnoses_undecided").list.join(" "),
    },
    says="{because}.",
    asks="Whether every diagnosis may be billed that day is open. {open}.",
    fix="Code each diagnosis to the last sign that is valid on that day, or leave it off the claim.",
    severity="informs",
    blocks_when=col("claim_diagnoses").is_not_null() & known,
    basis="regulation",
    cites=("icd10cm-2026-04",),
    proof=("diagnoses", "header.service_date"),
    carc="146",
)
