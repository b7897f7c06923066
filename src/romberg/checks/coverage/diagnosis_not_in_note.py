"""A diagnosis on the claim stands nowhere in the note.

What the claim says the service was for must be what the note says. A code that the biller added, or carried over from
an earlier visit, is an error of the claim even where it would be paid.

Take it off the claim, or let the clinician add it to the note where it is true.

Example: R26.81 on the claim for a note that names M54.50 alone warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("claim_diagnoses").is_not_null() & (col("diagnoses").list.len() > 0),
    fails=col("diagnoses_beyond_note").list.len() > 0,
    evidence={"codes": col("diagnoses_beyond_note"), "written": col("diagnoses")},
    says="The claim says {codes}; the note names {written}.",
    asks="Whether the claim's diagnoses stand in the note is not known.",
    fix="Take {codes} off the claim, or let the clinician add to the note what is true.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("diagnoses",),
    carc="11",
)
