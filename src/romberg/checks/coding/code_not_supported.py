"""The billed code is not what the activities show.

The code follows what was done and why: strength and motion are 97110, a whole functional task 97530, walking 97116, a
manipulation counts its regions. A code that the words do not support is denied, too dear or too cheap. Where a fair
coder might choose either, the answer is left open. Group, unattended and unrelated services have rules of their own.

Bill the code that the words support, or let the clinician add what else was done.

Example: heel slides and quad sets billed as 97112 fail; two manipulated regions billed as 98941 fail.
"""

from __future__ import annotations

from polars import col, concat_str, lit, when

from romberg.checks.rule import Rule

has_own_rule = (
    col("is_unattended_service") | col("is_unrelated_service") | (col("is_group_service") & ~col("is_group_code"))
)

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & ~has_own_rule.fill_null(False),
    fails=~col("is_supported"),
    evidence={
        "supported": col("supported_code"),
        "because": col("supported_because"),
        "activities": col("activities"),
        "shown": when(col("has_procedure"))
        .then(concat_str(lit("the words support "), col("supported_code")))
        .otherwise(lit("no words in the note stand behind it")),
        "instead": when(col("has_procedure"))
        .then(concat_str(lit("Bill "), col("supported_code"), lit(", or show what else was done")))
        .otherwise(lit("Take the line off the claim, or let the clinician add what was done")),
    },
    says="{code} is billed, but {shown}.",
    asks="{code} is billed where Romberg reads {supported}: {because} A fair coder might choose either.",
    fix="{instead}.",
    severity="blocks",
    basis="manual",
    cites=("webpt-code-boundaries", "palmetto-l34428"),
    proof=("activities", "services", "billed"),
    carc="150",
    route="corrected claim",
)
