"""Biofeedback of the pelvic floor is billed, and the note names no simpler training that failed before.

Medicare's national rule pays biofeedback for incontinence where a trial of pelvic muscle training has failed, or
where the patient cannot do it unaided. Without that the line is denied under the national rule.

The clinician adds the trial, its length and its result.

Example: “sEMG 20 min” fails; “four weeks of Kegels without change” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("pelvic_trial"),
    fails=lacks("pelvic_trial"),
    evidence={"activities": col("activities")},
    says="The note names no training that failed before {code}.",
    asks="Whether the note names a trial before {code} could not be read.",
    fix="Add the trial of pelvic muscle training and its result, or why the patient could not do it.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries",),
    proof=("activities", "services"),
    carc="50",
    rarc="N386",
)
