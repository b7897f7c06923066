"""The telehealth visit lies in days on which the law had run out, and which were covered afterwards.

From 2025-10-01 to 2025-11-12, and from 2026-01-31 to 2026-02-02, there was no authority for therapists' telehealth;
both gaps were closed afterwards. Claims that were held, denied or billed to the patient then may be sent again.

Send the claim, and give back what the patient paid.

Example: a video visit of 2025-10-20 is told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

lapsed = parameter("medicare.telehealth.authority_lapsed")
covered = parameter("medicare.telehealth.lapse_covered")

rule = Rule(
    grain="visit",
    applies=(col("setting") == "telehealth") & col("has_therapy"),
    fails=lapsed & covered,
    says="On the day of this telehealth visit the law had run out; it was covered afterwards, and the claim may be "
    "sent.",
    asks="Whether the law for telehealth had run out that day is not known.",
    fix="Send the claim, or send it again where it was denied; give back what the patient paid for it.",
    severity="informs",
    basis="statute",
    cites=("caa-2026-telehealth", "apta-lapse-2025"),
    proof=("header.setting", "header.service_date"),
    payers=("medicare",),
)
