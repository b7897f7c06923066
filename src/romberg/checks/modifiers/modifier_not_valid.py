"""A modifier on the line did not exist on the day of the visit.

CH to CN told how limited the patient was and ended with 2018; CQ and CO began with 2019. A line with a modifier of
another time is rejected, whatever else is right on it. Some pages still ask for the old ones.

Take the modifier off, and bill the line again.

Example: 97112-GP-CK for a visit of 2026 warns in a note, and blocks on a claim.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null(),
    fails=col("modifiers_not_valid").list.len() > 0,
    evidence={"wrong": col("modifiers_not_valid"), "on": col("service_date")},
    says="{code} carries {wrong}, which did not exist on {on}.",
    asks="Whether the modifiers of {code} existed cannot be told: the day of the visit is not known.",
    fix="Take {wrong} off {code}.",
    severity="warns",
    blocks_when=col("has_claim"),
    basis="manual",
    cites=("pfs-2019-functional-codes", "usc-42-1395m-v"),
    proof=("billed", "header.service_date"),
    safe_fix=True,
    carc="182",
)
