"""A first evaluation is billed although the patient was evaluated before in this episode.

97161 to 97163 and 97165 to 97167 are for a new patient or a new condition. Later in an episode a re-evaluation (97164,
97168) is billed, and only where something new was found. Aetna is said to pay one evaluation in 180 days.

Bill the re-evaluation where the note shows its reason; name the new condition where there is one.

Example: 97161 on a daily note of visit 9 warns.
"""

from __future__ import annotations

from polars import Boolean, col, lit, when

from romberg.checks.rule import Rule

first = ["97161", "97162", "97163", "97165", "97166", "97167"]
since = col("days_since_evaluation")
earlier = (since > 0).fill_null(False) | (col("visit_number") > 1).fill_null(False)
long_ago = (since >= col("days_to_next_evaluation")).fill_null(False)

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & col("code").is_in(first) & earlier,
    fails=when(long_ago).then(False).when(col("kind") == "evaluation").then(lit(None, dtype=Boolean)).otherwise(True),
    evidence={"number": col("visit_number"), "evaluated": col("evaluation_date")},
    says="{code} is a first evaluation; the patient was evaluated before (visit {number}, evaluation {evaluated}).",
    asks="{code} is a first evaluation, and the patient was evaluated before; whether this is for a new condition, the "
    "note does not say.",
    fix="Bill the re-evaluation where the note shows its reason, or name the new condition.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("billed", "plan.evaluation_date", "plan.visit_number"),
    carc="261",
    card_lines=("evaluation_again_after",),
)
