"""The diagnosis names one side of the body, and the treatment the other.

A treatment of the other side is another service for another diagnosis, or a slip. Reviewers deny it as not matching,
and a slip in one place makes them doubt others.

The clinician finds out which is right and corrects the other by a dated addendum.

Example: diagnosis “L knee pain”, treatment “R knee extension”: fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_treatment") | (col("kind") == "evaluation"),
    fails=col("contradictions_side").list.len() > 0,
    evidence={"what": col("contradictions_side").list.join("; ")},
    says="The sides do not agree: {what}.",
    asks="Whether statements of the note contradict one another could not be read.",
    fix="Find out which is right, and correct the other by a dated addendum.",
    severity="warns",
    basis="good practice",
    cites=("mbpm-15-220.3",),
    proof=("contradictions.side",),
    carc="50",
)
