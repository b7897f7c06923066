"""A line points to more diagnoses than it has places for.

A service line holds four pointers, the first of them the one that it is mainly for. More are cut off or rejected.

Leave the four that matter, the impairment that the service treats first.

Example: 97110 with pointers A B C D E fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

most = parameter("medicare.claim_lines.most_pointers")

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & (col("pointed_diagnoses").list.len() > 0).fill_null(False),
    fails=col("pointed_diagnoses").list.len() > most,
    evidence={"count": col("pointed_diagnoses").list.len(), "most": most},
    says="{code} points to {count} diagnoses; a line has places for {most}.",
    asks="How many pointers a line holds is not known for the day of the visit.",
    fix="Leave at most {most} pointers on {code}, the impairment that it treats first.",
    severity="blocks",
    basis="regulation",
    cites=("x12-837-limits",),
    proof=("billed", "diagnoses"),
    carc="16",
)
