"""The claim names as treating clinician somebody whom this payer enrols for nothing.

Assistants, athletic trainers, massage therapists, technologists, recreation and music therapists cannot bill Medicare,
nor can their work be billed as a therapist's. The taxonomy of one of them as rendering provider ends in a denial.

Name the therapist, physician or chiropractor who furnished the service; where nobody of these did, nothing is billed.

Example: 225200000X (PT assistant) as rendering provider fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

nobody = ["assistant", "speech assistant", "athletic trainer", "massage therapist", "technician", "other"]

rule = Rule(
    grain="visit",
    applies=col("taxonomy").is_not_null(),
    fails=col("taxonomy_role").is_in(nobody),
    evidence={"taxonomy": col("taxonomy"), "means": col("taxonomy_means")},
    says="The claim names {taxonomy} ({means}) as treating clinician, whom {payer} does not pay.",
    asks="What the claim's taxonomy {taxonomy} stands for is in none of our tables.",
    fix="Name the therapist, physician or chiropractor who furnished the service.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-230", "nucc-taxonomy-25.1"),
    proof=("clinicians",),
    carc="170",
    payers=("medicare", "medicare_advantage", "tricare"),
)
