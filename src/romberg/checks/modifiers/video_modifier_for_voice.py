"""The note says that the visit was by voice alone, and the line says video.

From 2025 Medicare takes voice alone only for a patient at home who cannot use video or does not agree to it, and where
the clinician could have used it; 93 says so. 95 on such a visit is a false statement. Many therapy services cannot be
furnished by voice at all.

Bill 93, and write why there was no video; take services off that need to be seen.

Example: "telephone visit 20 min" billed as 97535-GO-95 fails.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

video = col("telehealth_modifiers").list.set_intersection(["95", "GT"])

rule = Rule(
    grain="line",
    effective=date(2020, 3, 1),
    applies=col("is_audio_only") & col("billed_units").is_not_null(),
    fails=col("carries_video"),
    evidence={"video": video},
    says="The note says that the visit was by voice alone; {code} carries {video}, which says video.",
    asks="The visit was by voice alone; whether {code} says so that day is not known.",
    fix="Bill {code} with 93, and write why there was no video; take off what had to be seen.",
    severity="blocks",
    basis="manual",
    cites=("fcso-telehealth-2025", "cms-telehealth-billing"),
    proof=("remarks.audio_only", "billed"),
    carc="4",
)
