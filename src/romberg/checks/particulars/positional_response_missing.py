"""Repositioning is billed without a positional test or its response.

The test before shows that there was something to reposition, and the test or the symptoms after it that it worked.

The clinician adds the test, what was seen and what remained.

Example: “Epley performed” fails; “upbeat nystagmus 14 s, none on retest” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("positional_response"),
    fails=lacks("positional_response"),
    evidence={"activities": col("activities")},
    says="The note tells neither of a positional test nor of a response to {code}.",
    asks="Whether the note tells of a positional test for {code} could not be read.",
    fix="Add the positional test, the nystagmus or vertigo seen, and what was left after the manoeuvre.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries",),
    proof=("activities", "services"),
    carc="50",
)
