"""Nobody attended the patient, and a code of constant attendance is billed.

Electrical stimulation with pads on and the patient left alone is G0283 (97014 for payers that take it), untimed;
97032 wants the clinician there throughout. A one-to-one code, likewise, is not earned by a machine that runs while
its clinician is with another patient.

Bill the unattended code, or nothing where there is none.

Example: "4 pads on, patient reclined with a magazine, therapist charting", billed 97032, fails.
"""

from __future__ import annotations

from polars import col, concat_str, lit, when

from romberg.checks.rule import Rule

another = col("supported_code") != col("code")

rule = Rule(
    grain="line",
    applies=col("has_procedure") & col("is_attended_code") & ~col("furnished_by_unpaid").fill_null(False),
    fails=col("is_unattended_service"),
    evidence={
        "activities": col("activities"),
        "instead": when(another)
        .then(concat_str(lit("Bill "), col("supported_code"), lit(" instead")))
        .otherwise(lit("Take the line off the claim")),
    },
    says="{code} wants constant attendance, and the note shows the patient left alone: {activities:quoted}.",
    asks="Whether somebody stayed with the patient during {code} is not known.",
    fix="{instead}, unless the clinician was there throughout and the note is wrong.",
    severity="blocks",
    basis="manual",
    cites=("palmetto-l34428", "mbpm-15-220.2"),
    proof=("flags.unattended", "activities", "billed"),
    carc="150",
    route="corrected claim",
)
