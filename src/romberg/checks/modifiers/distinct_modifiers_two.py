"""59 stands beside XE, XS, XP or XU on one line.

The X modifiers say how a service was distinct: another encounter, region, practitioner, or no overlap. 59 says only
that it was, and is for cases in which none of them fits. Both on one line contradict the choice and draw a review.

Leave the X modifier that the note proves.

Example: 97140-59-XS beside 98940 warns.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2015, 1, 1),
    applies=col("billed_units").is_not_null() & (col("distinct_count") > 0),
    fails=col("distinct_count") > 1,
    evidence={"written": col("distinct_modifiers")},
    says="{code} carries {written}; one of them is enough, and an X modifier goes before 59.",
    asks="{code} carries {written}; the day of the visit is not known.",
    fix="Leave on {code} the X modifier that the note proves, or 59 where none fits.",
    severity="warns",
    basis="payer policy",
    cites=("hmsa-distinct", "ncci-manual-1"),
    proof=("billed",),
    carc="4",
)
