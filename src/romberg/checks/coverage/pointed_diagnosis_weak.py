"""97112 points to a diagnosis that does not explain it, and a better one stands on the same visit.

The line is read by what it points to. Pain or a joint disease alone does not say why movement must be re-trained; the
impairment of balance, coordination or control that the note names does.

Point 97112 to the impairment first.

Example: 97112 pointing to M54.50, with R26.81 further down the list, warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=(col("code") == "97112")
    & col("claim_has_pointers")
    & (col("pointed_diagnoses").list.len() > 0).fill_null(False)
    & col("diagnosis_support").is_in(["strong", "moderate"]).fill_null(False),
    fails=col("pointed_support").is_in(["none", "unrelated"]),
    evidence={"pointed": col("pointed_diagnoses"), "all": col("diagnoses")},
    says="By its pointers {code} is for {pointed}; the diagnosis that explains it stands elsewhere among {all}.",
    asks="Whether {pointed} explain {code} is in none of our tables.",
    fix="Point {code} first to the impairment of balance, coordination or control that the note names.",
    severity="warns",
    basis="good practice",
    cites=("pt-management-97112", "hns-97112"),
    proof=("diagnoses", "billed"),
    carc="11",
)
