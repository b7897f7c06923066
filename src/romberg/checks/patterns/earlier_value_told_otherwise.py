"""The note gives an earlier value otherwise than the note of that day did.

Progress is the difference of two values. Where the first one is told differently later, the gain on which the need for
care stands is in doubt.

The clinician corrects the value that was copied wrongly, by an addendum.

Example: "TUG 17.9 s on 02/17" where the note of 02/17 says 18.9 s fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("visits_found").fill_null(0) > 1,
    fails=col("earlier_values_contradicted").list.len() > 0,
    evidence={"values": col("earlier_values_contradicted").list.join("; ")},
    says="An earlier value is told otherwise than in its own note: {values}.",
    asks="Whether earlier values are those of their own notes could not be told.",
    fix="Correct the value that was copied wrongly, by a dated addendum.",
    severity="warns",
    basis="good practice",
    cites=("mbpm-15-220.3",),
    proof=("measures",),
    carc="50",
)
