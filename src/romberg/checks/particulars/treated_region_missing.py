"""Hands-on work or massage names no part of the body.

A reviewer must see which tissue or joint was treated, and whether it is the one that the diagnosis names. Beside a
manipulation the region decides whether the line is paid at all.

The clinician adds the region, and the side.

Example: “joint mobilization gr III, 12 min” fails; the same “to the right shoulder” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("region"),
    fails=lacks("region"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted} without a region of the body.",
    asks="Whether {code} names a region of the body could not be read.",
    fix="Add the region and the side that were treated.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries", "palmetto-l34428"),
    proof=("activities", "services"),
    carc="50",
)
