"""Group treatment is billed, and the note does not say how many were treated together.

A group is two or more patients with one clinician at a time. The number shows that it was one, and lets a reviewer
lay the notes of the others beside it.

The clinician adds how many took part; never their names.

Example: “balance group 30 min” lacks it; “balance group of 3” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("group_size"),
    fails=lacks("group_size"),
    evidence={"activities": col("activities")},
    says="The note does not say how many patients took part in {code}.",
    asks="Whether the note says how many took part in {code} could not be read.",
    fix="Add how many patients took part, and what this one worked for.",
    severity="informs",
    basis="manual",
    cites=("apta-group", "mbpm-15-230"),
    proof=("activities", "services"),
    carc="50",
)
