"""A score is higher than its test can give.

A score above its total was mistyped. Progress is read from these figures, so one wrong figure spoils the comparison.

The clinician finds out which is right and corrects the other by a dated addendum.

Example: “Berg 58/56” fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_treatment") | (col("kind") == "evaluation"),
    fails=col("contradictions_figure").list.len() > 0,
    evidence={"what": col("contradictions_figure").list.join("; ")},
    says="A figure cannot be right: {what}.",
    asks="Whether statements of the note contradict one another could not be read.",
    fix="Find out which is right, and correct the other by a dated addendum.",
    severity="warns",
    basis="good practice",
    cites=("mbpm-15-220.3",),
    proof=("contradictions.figure",),
    carc="50",
)
