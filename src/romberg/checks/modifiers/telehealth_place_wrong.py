"""The visit was by telehealth, and the claim's place of service is another.

From 2024 on Medicare wants 10 where the patient was at home and 02 elsewhere; until the end of 2023 the place of a
visit in person stood on the claim, beside 95. The place decides about the rate and about who may be paid.

Write the place where the patient was.

Example: a video visit of 2026 with place of service 11 warns.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    effective=date(2024, 1, 1),
    applies=(col("setting") == "telehealth") & col("place_of_service").is_not_null(),
    fails=~col("place_of_service").is_in(["02", "10"]),
    evidence={"place": col("place_of_service")},
    says="The visit was by telehealth; the claim says place of service {place}.",
    asks="The claim says place of service {place}; the day of the visit is not known.",
    fix="Write place of service 10 where the patient was at home, 02 where not.",
    severity="warns",
    basis="manual",
    cites=("proactivechart-telehealth-2025", "cms-telehealth-billing"),
    proof=("header.setting",),
    carc="5",
    payers=("medicare",),
)
