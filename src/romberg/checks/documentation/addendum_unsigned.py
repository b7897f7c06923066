"""Words were added to the note later, and nobody signed them.

An addendum counts by the signature and the day of whoever wrote it. Without them it reads as a change of the record.

Whoever wrote it signs it, with the day of writing.

Example: “Addendum: manual time was 9 min” fails; the same with “I. Falk, PT, 03/15/2026” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_addendum"),
    fails=~col("addendum_signed"),
    says="The addendum to the note is not signed.",
    asks="Whether the addendum is signed could not be read.",
    fix="Have whoever wrote the addendum sign it with the day of writing.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("addendum",),
    carc="16",
    rarc="N705",
    route="appeal",
)
