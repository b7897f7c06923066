"""Cognitive work is billed, and the note names nothing that the patient cannot do in mind.

97129 and 97130 are for attention, memory, planning and the like. Without the lack the service cannot be told from a
game or from company.

The clinician names what is lacking, best with a measure.

Example: “card game 20 min” fails; “forgets two of four steps” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("cognitive_lack"),
    fails=lacks("cognitive_lack"),
    evidence={"activities": col("activities")},
    says="The note names no lack of attention, memory or planning that {code} was for.",
    asks="Whether the note names what {code} was for could not be read.",
    fix="Name what is lacking (attention, memory, planning), with how it was found.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries",),
    proof=("activities", "services"),
    carc="50",
)
