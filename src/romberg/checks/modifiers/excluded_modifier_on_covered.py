"""GY stands on a therapy line that Medicare covers.

GY says that the law excludes the service, and Medicare denies the line without looking at it, at the patient's cost.
It is right on a chiropractor's therapy codes, and wrong on therapy under a therapist's plan.

Take GY off; where the care is not reasonable and necessary, GA with a signed ABN says that.

Example: a physical therapist's 97112-GP-GY, billed to Medicare, warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & col("carries_gy") & col("discipline").is_in(["PT", "OT", "SLP", "MD"]),
    fails=col("medicare_status") == "A",
    says="{code} carries GY, which says that the law excludes it; {payer} covers it under a plan of care.",
    asks="{code} carries GY; whether {payer} covers it that day is not known.",
    fix="Take GY off {code}; where the care is not needed, bill GA with a signed ABN.",
    severity="warns",
    basis="manual",
    cites=("mm6563-notices",),
    proof=("billed",),
    carc="96",
    payers=("medicare",),
)
