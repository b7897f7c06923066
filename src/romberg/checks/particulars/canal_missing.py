"""Repositioning is billed, and the note does not say which canal.

95992 is a manoeuvre for one canal, found by a positional test. Without the canal nobody can tell whether the
manoeuvre fitted.

The clinician adds canal and manoeuvre.

Example: “Epley x 2” alone fails; “right posterior canal, Epley x 2” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("canal"),
    fails=lacks("canal"),
    evidence={"activities": col("activities")},
    says="The note does not say which canal {code} treated.",
    asks="Whether the note names the canal for {code} could not be read.",
    fix="Add the canal, the side and the manoeuvre.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries",),
    proof=("activities", "services"),
    carc="50",
)
