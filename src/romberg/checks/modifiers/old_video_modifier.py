"""GT stands on a professional claim to Medicare, which reads 95 for video.

GT was Medicare's sign of live video until 2018; professional claims since then tell telehealth by the place of
service, and a therapist's by 95. Some other payers still ask for GT.

Put 95 in its place.

Example: 97112-GP-GT for a visit of 2026 warns.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule, parameter

video = parameter("medicare.telehealth.modifier_video")

rule = Rule(
    grain="line",
    effective=date(2018, 1, 1),
    applies=col("billed_units").is_not_null() & (col("telehealth_modifiers").list.len() > 0),
    fails=col("carries_gt") & (video != "GT"),
    evidence={"video": video},
    says="{code} carries GT; {payer} reads {video} for video.",
    asks="{code} carries GT; what {payer} reads for video that day is not known.",
    fix="Put {video} on {code} in place of GT.",
    severity="warns",
    basis="manual",
    cites=("cms-telehealth-billing",),
    proof=("billed",),
    safe_fix=True,
    carc="4",
    payers=("medicare",),
)
