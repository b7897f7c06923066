"""The note calls the care maintenance, and shows nothing that takes a therapist.

Since the Jimmo settlement Medicare covers therapy that keeps what has been reached or slows a decline, where that
takes a therapist's skill: the patient need not improve. What a family, an aide or the patient could do alone is not
covered, however useful it is.

Write which judgement of the therapist the care needs and why, or discharge to a home programme.

Example: "maintenance programme, walked 200 ft" without any skilled work warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("is_maintenance") & col("has_therapy"),
    fails=~col("has_skilled_intervention"),
    says="The note calls the care maintenance, and shows nothing in it that takes a therapist's skill.",
    asks="Whether the maintenance takes a therapist's skill is not told.",
    fix="Write which judgement of a therapist the maintenance needs, and why nobody else can do it; else discharge.",
    severity="warns",
    basis="manual",
    cites=("jimmo-2013", "mbpm-15-220.2"),
    proof=("maintenance", "documentation.skilled_intervention"),
    carc="50",
    payers=("medicare", "medicare_advantage"),
)
