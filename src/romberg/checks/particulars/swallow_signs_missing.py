"""Swallowing treatment is billed, and the note does not tell what was seen in the swallow.

Cough, wet voice, residue, clearing: the signs are what a speech-language pathologist judges, and what the next diet
rests on.

The clinician adds what was seen.

Example: “trials of nectar” lacks it; “one cough at trial 9, clear voice after” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("swallow_seen"),
    fails=lacks("swallow_seen"),
    evidence={"activities": col("activities")},
    says="The note does not tell what was seen in the swallow during {code}.",
    asks="Whether the note tells of signs in the swallow could not be read.",
    fix="Add the signs that were seen or absent, and what followed from them.",
    severity="informs",
    basis="good practice",
    cites=("mbpm-15-220.3",),
    proof=("activities", "services"),
    carc="50",
)
