"""The code did not exist on the day of the visit.

Codes begin and end with dates: 97532 ended with 2017, caregiver training began with 2024, some monitoring codes with
2026. A code of another time rejects the line.

Bill the code that was valid on the day.

Example: 97532 for a visit of 2026 fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & (col("code_dates") != ""),
    fails=~col("code_valid"),
    evidence={"dates": col("code_dates"), "on": col("service_date")},
    says="{code} exists {dates}; the visit was on {on}.",
    asks="{code} exists {dates}; the day of the visit is not known.",
    fix="Bill the code that was valid on the day of the visit.",
    severity="blocks",
    basis="regulation",
    cites=("cms-rvu26c",),
    proof=("billed", "header.service_date"),
    carc="181",
)
