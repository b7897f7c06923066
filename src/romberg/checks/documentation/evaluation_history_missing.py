"""An evaluation does not tell what came before.

Medicare's evaluation describes the problem, its onset and how the patient lived before it; without them neither need
nor potential can be judged.

The clinician adds onset, history and the level of function before.

Example: an evaluation that starts with its tests fails; one with “fell in May, lives alone, drove before” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("kind") == "evaluation",
    fails=~col("has_history"),
    says="The evaluation does not tell what came before: onset, history or how the patient lived.",
    asks="Whether the evaluation tells what came before could not be read.",
    fix="Add onset, history, and what the patient could do before.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("report.history",),
    carc="50",
)
