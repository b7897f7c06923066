"""More units are billed for the day than this payer pays.

Some payers pay a number of units a patient and day over all codes: Cigna four since October 2022, others about an
hour. What lies above is written off by contract; the record does not change it.

Nothing is wrong with the claim: know what will not be paid, and see that the dearest lines are paid first.

Example: 97112 x 2, 97110 x 2 and 97140 x 1 to Cigna in 2026: five units, and four are paid.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("unit_cap").is_not_null() & col("has_billed"),
    fails=col("units_under_cap") > col("unit_cap"),
    evidence={"billed": col("units_under_cap"), "cap": col("unit_cap")},
    says="{billed:units} are billed that {payer} counts for the day, and it pays {cap}.",
    asks="How many units are billed for the day is not known.",
    fix="Expect that {payer} pays {cap:units}; check the order of the lines, and do not bill the rest to the patient.",
    severity="informs",
    basis="payer policy",
    cites=("design-ask-the-payer",),
    proof=("billed",),
    carc="222",
    route="write off",
    card_lines=("daily_unit_cap", "daily_units_counted"),
)
