"""A therapist's telehealth visit lies on a day on which Medicare pays therapists none.

Therapists may furnish Medicare telehealth since 2020-03-01, by laws that are each extended for a time; at present
through 2027-12-31. Before and after, such a visit is not covered, and nobody knows yet what holds from 2028.

See the patient in the clinic, or tell the patient before that the visit is not covered.

Example: a video visit of February 2020 fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

allowed = parameter("medicare.telehealth.therapists_may_furnish")

rule = Rule(
    grain="visit",
    applies=(col("setting") == "telehealth") & col("has_therapy"),
    fails=~allowed,
    says="The visit was by telehealth; {payer} paid therapists none that day.",
    asks="The visit was by telehealth; whether {payer} pays therapists for it that day is not known.",
    fix="Take the claim off, or bill it as not covered where the patient was told before.",
    severity="blocks",
    basis="statute",
    cites=("caa-2026-telehealth", "apta-telehealth-2020"),
    proof=("header.setting", "header.service_date"),
    carc="96",
    payers=("medicare",),
)
