"""Needling is billed, and the muscles are not named.

20560 is for one or two muscles, 20561 for three and more; without their names the code cannot be told.

The clinician names each muscle and the side.

Example: “dry needling to neck” fails; “upper trap and levator, right” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("muscles"),
    fails=lacks("muscles"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted}, and no muscle is named.",
    asks="Whether {code} names the muscles could not be read.",
    fix="Name each muscle, the side, and the response.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries", "pt-management-cigna-2021"),
    proof=("activities", "services"),
    carc="50",
)
