"""The treating clinician's taxonomy code on the claim is another discipline's than the note's.

The taxonomy says what the provider is: 225100000X a physical therapist, 225X00000X an occupational therapist,
235Z00000X a speech-language pathologist, 111N00000X a chiropractor. Lists in circulation confuse them (225500000X is a
technologist). A claim whose taxonomy does not fit its service is denied as billed by the wrong provider.

Correct the taxonomy, or name the clinician who treated.

Example: an OT's note with 225100000X on the claim fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("taxonomy_discipline").is_not_null()
    & col("taxonomy_role").is_in(["therapist", "chiropractor", "physician"]),
    fails=col("taxonomy_discipline") != col("discipline"),
    evidence={
        "taxonomy": col("taxonomy"),
        "means": col("taxonomy_means"),
        "by": col("discipline"),
    },
    says="The claim's taxonomy {taxonomy} stands for: {means}; the note is one of {by}.",
    asks="The claim's taxonomy {taxonomy} stands for: {means}; which discipline wrote the note is not told.",
    fix="Put the taxonomy of the clinician who treated on the claim.",
    severity="warns",
    basis="manual",
    cites=("nucc-taxonomy-25.1",),
    proof=("clinicians",),
    carc="8",
)
