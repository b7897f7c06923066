"""Repositioning is billed, and the note does not say on which side.

The side decides how the manoeuvre is done; it must be that of the positional test and of the diagnosis.

The clinician adds the side.

Example: “posterior canal, Epley” fails; “right posterior canal” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("canal_side"),
    fails=lacks("canal_side"),
    evidence={"activities": col("activities")},
    says="The note does not say on which side {code} was done.",
    asks="Whether the note names the side for {code} could not be read.",
    fix="Add the side that was treated.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries",),
    proof=("activities", "services"),
    carc="50",
)
