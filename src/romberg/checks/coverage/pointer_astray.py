"""A line points to a diagnosis that the claim does not list.

Each line points to the diagnoses that it is for, by their place in the claim's list. A pointer beyond the list, often
left when a diagnosis was taken off, makes the claim unprocessable.

Point the line to a diagnosis of the list.

Example: pointer 3 on a claim with two diagnoses fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & col("claim_has_pointers") & ~col("is_unpointed"),
    fails=col("pointers_astray").list.len() > 0,
    evidence={"pointers": col("pointers_astray"), "count": col("claim_diagnoses").list.len()},
    says="{code} points to diagnosis {pointers}; the claim lists {count}.",
    asks="To which diagnoses {code} points is not known.",
    fix="Point {code} to a diagnosis of the claim's list.",
    severity="blocks",
    basis="regulation",
    cites=("x12-837-limits",),
    proof=("billed",),
    carc="16",
)
