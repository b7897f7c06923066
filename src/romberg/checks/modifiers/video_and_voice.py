"""95 and 93 stand on one line: by live video, and by voice alone.

95 says that both could see and hear one another, 93 that there was voice only. A visit that lost its picture is billed
by what it was for most of its time; the line cannot be both.

Leave the one that the note tells.

Example: 97535-GO-95-93 warns.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2020, 3, 1),
    applies=col("billed_units").is_not_null() & col("carries_voice"),
    fails=col("carries_video"),
    evidence={"written": col("telehealth_modifiers")},
    says="{code} carries {written}: by video, and by voice alone.",
    asks="{code} carries {written}; the day of the visit is not known.",
    fix="Leave 93 on {code} where there was no picture, else 95.",
    severity="warns",
    basis="manual",
    cites=("cms-telehealth-billing",),
    proof=("billed", "remarks.audio_only"),
    carc="4",
)
