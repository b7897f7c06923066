"""Exercise in water is billed, and the note does not say why it had to be in water.

97113 is covered where the patient cannot do the work on land: unloading, limited weight-bearing, pain with load. A
pool class, and a habit of swimming, are not.

The clinician adds what the water made possible.

Example: “pool exercise 30 min” fails; “chest deep, unloads the knee, cannot tolerate squats on land” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("water_reason"),
    fails=lacks("water_reason"),
    evidence={"activities": col("activities")},
    says="The note does not say why {code} had to be in water.",
    asks="Whether the note says why {code} was in water could not be read.",
    fix="Add what the patient cannot do on land, and when land exercise is to take over.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries", "apta-humana-2018"),
    proof=("activities", "services"),
    carc="50",
)
