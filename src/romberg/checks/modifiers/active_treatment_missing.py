"""A manipulation of the spine is billed to Medicare without AT, and so as maintenance.

AT says that the treatment is active: function is expected to improve. Medicare denies 98940 to 98942 without it as
maintenance. Where the note itself calls the care maintenance, AT must not stand there, and this rule is silent.

Add AT where the note shows improvement that is still expected.

Example: 98941 for an acute low back, without AT, fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

wanted = parameter("medicare.chiropractic.active_treatment_modifier_required")

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null()
    & (col("has_claim") | col("names_payer"))
    & col("code").is_in(["98940", "98941", "98942"])
    & ~col("is_maintenance")
    & (col("notices_count") == 0),
    fails=~col("carries_at") & wanted,
    says="{code} carries no AT; {payer} denies it as maintenance.",
    asks="Whether {payer} still wants AT on {code} that day is not known.",
    fix="Add AT to {code} where the note shows what function is still expected to improve.",
    severity="informs",
    blocks_when=col("has_claim"),
    basis="manual",
    cites=("ngs-chiropractic",),
    proof=("billed", "documentation.medical_necessity"),
    carc="50",
    payers=("medicare", "medicare_advantage"),
)
