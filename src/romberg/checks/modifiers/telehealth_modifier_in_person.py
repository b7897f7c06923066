"""95, 93 or GT stands on a line, and nothing in the note says that the visit was by video or voice.

A telehealth visit's note says how the patient was seen, that both sides could see and hear, and where each was.
Without a word of it the record does not support the modifier; a visit in the clinic is billed without.

Take the modifier off, or let the clinician write how the visit was held.

Example: 97110-GP-95 with "seen in the gym" warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & (col("telehealth_modifiers").list.len() > 0),
    fails=(col("setting") != "telehealth") & ~col("is_audio_only") & ~col("speaks_of_telehealth"),
    evidence={"written": col("telehealth_modifiers")},
    says="{code} carries {written}, and nothing in the note says that the visit was by video or voice.",
    asks="{code} carries {written}; where the visit took place is not told.",
    fix="Take {written} off {code}, or let the clinician write how the visit was held.",
    severity="warns",
    basis="manual",
    cites=("cms-telehealth-billing",),
    proof=("billed",),
    carc="4",
)
