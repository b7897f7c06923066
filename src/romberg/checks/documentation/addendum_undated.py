"""Words were added to the note later, without the day on which that was done.

A change is honest where it says when it was made. Undated words below a signature look as if they had always been
there.

Whoever wrote it adds the day of writing.

Example: “Late entry: the foam was the blue one” fails; “Late entry 03/15/2026: …” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_addendum"),
    fails=col("addendum_on").is_null() & ~col("addendum_signed").is_null(),
    says="The addendum to the note does not say when it was written.",
    asks="Whether the addendum says when it was written could not be read.",
    fix="Add the day on which the addendum was written.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("addendum",),
    carc="16",
    rarc="N705",
    route="appeal",
)
