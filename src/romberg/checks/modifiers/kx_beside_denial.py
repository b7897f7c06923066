"""KX stands beside GA, GY or GZ: the line says that it must be paid and that it will not be.

KX attests that the service is reasonable and necessary above the threshold. GA and GZ expect a denial because it is
not, and GY says that the law excludes it. A line cannot say both, and it will not be paid as either.

Decide which is true: KX for needed care, GA with a signed ABN for care that is not.

Example: 97110-GP-KX-GA fails.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

denying = col("notice_modifiers").list.set_intersection(["GA", "GY", "GZ"])

rule = Rule(
    grain="line",
    effective=date(2018, 1, 1),
    applies=col("billed_units").is_not_null() & col("carries_kx"),
    fails=col("carries_denial"),
    evidence={"beside": denying},
    says="{code} carries KX, which says that it is needed, beside {beside}, which expects a denial.",
    asks="{code} carries KX; the day of the visit is not known.",
    fix="Leave KX on {code} where the care was needed, or {beside} where it was not.",
    severity="blocks",
    basis="manual",
    cites=("mcpm-5-10.3", "mm6563-notices"),
    proof=("billed",),
    carc="4",
    payers=("medicare",),
)
