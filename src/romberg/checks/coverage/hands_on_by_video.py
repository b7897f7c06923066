"""A service that needs hands or a device at the patient is billed for a visit by video.

Manual therapy, massage, manipulation, needling, strapping, modalities, canalith repositioning and treatment in water
cannot be furnished through a screen; Medicare's list of telehealth codes has none of them. A helper at the patient's
side furnishes no skilled service.

Take the line off, and bill what was taught or guided by video.

Example: 97140 for a video visit fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

touching = [
    *("manual", "massage", "manipulation", "needling", "strapping", "modality", "repositioning", "aquatic"),
    *("wound care", "acupuncture"),
]

rule = Rule(
    grain="line",
    applies=(col("setting") == "telehealth") & (col("billed_units").is_not_null() | col("has_procedure")),
    fails=col("service").is_in(touching),
    says="{code} needs hands or a device at the patient, and the visit was by telehealth.",
    asks="Whether {code} can be furnished by telehealth is in none of our tables.",
    fix="Take {code} off, and bill what was taught or guided by video where the note shows it.",
    severity="blocks",
    basis="manual",
    cites=("apta-telehealth-2020",),
    proof=("header.setting", "activities", "billed"),
    carc="96",
)
