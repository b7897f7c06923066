"""Training for daily life is billed, and nothing shows how far the patient came with it.

Teaching is skilled where it is checked: shown back, said back, done with less help or fewer cues. A note that only
says what was taught leaves open whether the patient can learn it.

The clinician adds what the patient could do or say at the end.

Example: “taught joint protection” lacks it; “shown back without cues on the third try” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("teach_back"),
    fails=lacks("teach_back"),
    evidence={"activities": col("activities")},
    says="The note does not tell how far the patient came with what was taught under {code}.",
    asks="Whether the note tells how far the patient came with {code} could not be read.",
    fix="Add what the patient showed or said back, and with how much help.",
    severity="informs",
    basis="good practice",
    cites=("webpt-code-boundaries", "palmetto-l34428"),
    proof=("activities", "services"),
    carc="50",
)
