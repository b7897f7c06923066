"""The code of an evaluation says one level of complexity, and the words another.

The level in the words is the clinician's own judgement; a code of another level is a slip in one of the two. Payers
that pay by level deny the higher one.

The clinician says which is right; the code follows.

Example: “low complexity evaluation”, billed 97162, fails.
"""

from __future__ import annotations

from polars import col, concat_list, lit

from romberg.checks.rule import Rule

named = concat_list(lit("low"), lit("moderate"), lit("high"))

rule = Rule(
    grain="line",
    applies=col("evaluation_level").is_not_null()
    & col("evaluation_level_worded").is_not_null()
    & col("billed_units").is_not_null()
    & col("has_procedure"),
    fails=col("evaluation_level") != col("evaluation_level_worded"),
    evidence={
        "coded": named.list.get(col("evaluation_level")),
        "worded": named.list.get(col("evaluation_level_worded")),
    },
    says="{code} says {coded} complexity, and the note calls the evaluation one of {worded} complexity.",
    asks="Which level the evaluation had could not be read.",
    fix="Bill the code of the level that the clinician judged, or correct the word by an addendum.",
    severity="blocks",
    basis="manual",
    cites=("apta-evaluation-codes-2017",),
    proof=("complexity", "activities", "billed"),
    carc="150",
    route="corrected claim",
)
