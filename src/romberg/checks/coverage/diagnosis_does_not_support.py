"""The diagnoses do not say what the service is for: 97112 for pain alone, 92526 without a swallowing disorder.

No national rule confines 97112 to neurological diagnoses: an orthopaedic one is accepted where the note ties a
measured deficit of balance, coordination or position sense to it. Pain alone, or weakness alone, does not explain why
movement must be re-trained; payers deny it or pay it as exercise. Some reviewers read the code more narrowly: that is
a risk, not a rule.

The clinician measures and names the deficit, and points the line to the diagnosis that states it.

Example: 97112 for M54.50 with a pain score only, warns; the same with a single-leg stance of 6 seconds does not.
"""

from __future__ import annotations

from polars import Boolean, col, concat_str, lit, when

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=((col("code") == "97112") | col("diagnosis_wanted").is_not_null())
    & col("has_procedure")
    & col("is_first_of_code")
    & (col("is_supported").fill_null(True) | col("diagnosis_wanted").is_not_null()),
    fails=when(col("diagnosis_wanted").is_not_null() | (col("diagnosis_support") == "unrelated"))
    .then(True)
    .when(col("diagnosis_support").is_in(["strong", "moderate"]) | (col("neuromuscular_measures").list.len() > 0))
    .then(False)
    .when(col("diagnosis_support") == "none")
    .then(True)
    .otherwise(lit(None, dtype=Boolean)),
    evidence={
        "diagnoses": col("diagnoses"),
        "lack": when(col("diagnosis_wanted").is_not_null())
        .then(concat_str(lit("none of them names "), col("diagnosis_wanted")))
        .when(col("diagnosis_support") == "unrelated")
        .then(lit("they have nothing to do with movement"))
        .otherwise(lit("no deficit of balance, coordination or control is named, and none was measured")),
    },
    says="{code} rests on {diagnoses}: {lack}.",
    asks="Whether the diagnoses ({diagnoses}) support {code} is open: no measured deficit of balance or control is "
    "tied to them.",
    fix="Name and measure the deficit that {code} treats, and point the line to the diagnosis that states it.",
    severity="warns",
    basis="good practice",
    cites=("pt-management-97112", "hns-97112"),
    proof=("diagnoses", "billed"),
    carc="11",
)
