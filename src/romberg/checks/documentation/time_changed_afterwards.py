"""Minutes or units were told anew after the note was written.

Corrections are allowed, and the claim follows the corrected figures; but time that changes after the visit is what
reviewers look at first. The first figures stay readable, the addendum says why, and the claim is compared with it.

Make sure that the claim carries the corrected figures and that the reason stands in the addendum.

Example: “Addendum: manual time was 9 min, mistyped as 19” is told.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_addendum"),
    fails=col("addendum_changes_time"),
    says="An addendum changes minutes or units of the visit.",
    asks="Whether the addendum changes minutes could not be read.",
    fix="See that the claim carries the corrected figures, and that the addendum gives the reason.",
    severity="informs",
    basis="good practice",
    cites=("mbpm-15-220.3",),
    proof=("addendum",),
)
