"""Sensory work is billed, and the note names no lack of sensory processing.

97533 is for how sensation is registered and answered. Swings and scooter boards without the lack that they answer
read as play; some payers do not cover it at all.

The clinician names the lack and the response.

Example: “scooter board, swing” lacks it; “seeks crashing, settles after deep pressure” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("sensory_lack"),
    fails=lacks("sensory_lack"),
    evidence={"activities": col("activities")},
    says="The note names no lack of sensory processing that {code} was for.",
    asks="Whether the note names what {code} was for could not be read.",
    fix="Name what is sought, avoided or not registered, and how the child answered the work.",
    severity="informs",
    basis="good practice",
    cites=("webpt-code-boundaries", "apta-humana-2018"),
    proof=("activities", "services"),
    carc="50",
)
