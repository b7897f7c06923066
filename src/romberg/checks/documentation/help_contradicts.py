"""The same work is called independent in one place and done with help in another.

The level of help is what shows need and skill. Where the note gives two for the same work on one day, neither is
believed.

The clinician finds out which is right and corrects the other by a dated addendum.

Example: “mod assist with transfers” and “independent with all transfers” fail; “from mod assist to independent” does
not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_treatment") | (col("kind") == "evaluation"),
    fails=col("contradictions_help").list.len() > 0,
    evidence={"what": col("contradictions_help").list.join("; ")},
    says="The levels of help do not agree: {what}.",
    asks="Whether statements of the note contradict one another could not be read.",
    fix="Find out which is right, and correct the other by a dated addendum.",
    severity="warns",
    basis="good practice",
    cites=("mbpm-15-220.3",),
    proof=("contradictions.help",),
    carc="50",
)
