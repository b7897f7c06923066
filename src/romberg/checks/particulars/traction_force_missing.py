"""Mechanical traction is billed without its force or rhythm.

The pull, held or in turns, is the dose of traction; without it nobody can tell whether it was treatment, or compare
it with the last visit.

The clinician adds force and rhythm.

Example: “lumbar traction 15 min” lacks them; “70 lb, 60 s on 20 s off” has them.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("traction_settings"),
    fails=lacks("traction_settings"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted} without force or rhythm.",
    asks="Whether {code} is described with its force could not be read.",
    fix="Add the force, and whether it was held or in turns.",
    severity="informs",
    basis="good practice",
    cites=("palmetto-l34428", "mbpm-15-220.3"),
    proof=("activities", "services"),
    carc="50",
)
