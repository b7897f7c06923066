"""The visit was by telehealth, and nothing on the line says so.

Medicare tells a therapist's telehealth by 95 (video) or 93 (voice alone), or by the place of service 02 or 10. A line
without either is paid as if the patient had been in the clinic, which is a false statement on the claim.

Put 95 on the line, or 93 where there was no video, and the place where the patient was.

Example: a video visit billed as 97112-GP at place 11 warns.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

by_place = col("place_of_service").is_in(["02", "10"]).fill_null(False)

rule = Rule(
    grain="line",
    effective=date(2020, 3, 1),
    applies=(col("setting") == "telehealth") & col("billed_units").is_not_null() & col("modifiers_known"),
    fails=(col("telehealth_modifiers").list.len() == 0) & ~by_place,
    says="The visit was by telehealth; {code} carries neither 95 nor 93, and no place of service tells it.",
    asks="Whether {code} was furnished by telehealth is not told.",
    fix="Put 95 on {code} (93 where there was no video), with place of service 10 at home or 02 elsewhere.",
    severity="warns",
    basis="manual",
    cites=("cms-telehealth-billing", "proactivechart-telehealth-2025"),
    proof=("header.setting", "billed"),
    carc="4",
    payers=("medicare", "medicare_advantage"),
)
