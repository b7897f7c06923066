"""The claim lists more diagnoses than it has places for.

A professional claim holds twelve. Those beyond are cut off, and a pointer to one of them goes astray.

Leave the twelve that the services are for.

Example: thirteen diagnoses on one claim fail.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

most = parameter("medicare.claim_lines.most_diagnoses")

rule = Rule(
    grain="visit",
    applies=col("claim_diagnoses").is_not_null(),
    fails=col("claim_diagnoses").list.len() > most,
    evidence={"count": col("claim_diagnoses").list.len(), "most": most},
    says="The claim lists {count} diagnoses; it has places for {most}.",
    asks="How many diagnoses a claim holds is not known for the day of the visit.",
    fix="Leave the {most} diagnoses that the services are for.",
    severity="blocks",
    basis="regulation",
    cites=("x12-837-limits",),
    proof=("diagnoses",),
    carc="16",
)
