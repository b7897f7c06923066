"""Iontophoresis is billed without its drug, current or dose.

What was driven in, with which current, decides whether it was treatment; many payers want the drug and the order for
it.

The clinician adds drug, concentration and current.

Example: “ionto to elbow” lacks them; “dexamethasone 4 mg/ml, 40 mA min” has them.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("iontophoresis_settings"),
    fails=lacks("iontophoresis_settings"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted} without drug, current or dose.",
    asks="Whether {code} is described with its dose could not be read.",
    fix="Add the drug, its concentration and the current.",
    severity="informs",
    basis="good practice",
    cites=("palmetto-l34428", "mbpm-15-220.3"),
    proof=("activities", "services"),
    carc="50",
)
