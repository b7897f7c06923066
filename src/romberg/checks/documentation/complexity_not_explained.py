"""An evaluation is billed by complexity, and the note counts none of the components.

The level rests on personal factors, on what was examined and on how the presentation behaves. A note that only says
“moderate complexity” leaves a reviewer nothing to count.

The clinician adds the components.

Example: “moderate complexity evaluation” lacks them; “2 comorbidities, 3 elements, evolving” has them.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("evaluation_level").is_not_null() & col("has_procedure"),
    fails=col("complexity_factors").is_null()
    & col("complexity_elements").is_null()
    & col("complexity_presentation").is_null()
    & ~col("has_treatment").is_null(),
    says="The note counts none of the components on which the level of {code} rests.",
    asks="Whether the note counts the components of {code} could not be read.",
    fix="Add the personal factors, the elements examined, and whether the presentation is stable.",
    severity="informs",
    basis="manual",
    cites=("apta-evaluation-codes-2017",),
    proof=("complexity", "activities"),
    carc="150",
)
