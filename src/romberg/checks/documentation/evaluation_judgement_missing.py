"""An evaluation gives findings and no judgement of them.

The evaluation ends with what the clinician makes of it: what is wrong, whether treatment is needed and what may be
reached. Findings alone do not say that therapy is needed.

The clinician adds the judgement.

Example: tests and a plan without an assessment fail.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("kind") == "evaluation",
    fails=~col("has_assessment"),
    says="The evaluation gives no judgement of what was found.",
    asks="Whether the evaluation gives a judgement could not be read.",
    fix="Add what the findings mean, why treatment is needed, and what may be reached.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("documentation.assessment", "measures"),
    carc="50",
)
