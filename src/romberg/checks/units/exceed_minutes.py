"""More units are billed than the minutes support.

Medicare pools the day's timed minutes: one unit from 8, two from 23, and so on; the midpoint counts each code by
itself; an untimed code is one unit whatever its minutes. Where a payer's counting is not known, units that one rule
supports and the other does not are left open. A split between tied codes that the clinician may choose is no finding.

Bill the units that the minutes support.

Example: 97112 for 20 minutes billed as 2 units fails; 24 and 23 minutes billed as 2 and 1 do not.
"""

from __future__ import annotations

from polars import Boolean, col, lit, when
from polars import format as written

from romberg.checks.rule import Rule

billed, safe, most = col("code_billed_units"), col("units_safe"), col("units_most")
too_long = col("units_over_total") > 0
not_known = lit(None, dtype=Boolean)

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null()
    & col("has_procedure")
    & col("is_first_of_code")
    & col("is_supported").fill_null(True)
    & ~col("furnished_by_unpaid").fill_null(False)
    & (~col("is_group_service") | col("is_group_code")).fill_null(True),
    fails=when(too_long | (billed > most))
    .then(True)
    .when(most.is_null() | (billed > safe))
    .then(not_known)
    .otherwise(False),
    evidence={
        "billed": billed,
        "safe": safe,
        "supported": when(too_long).then(billed - col("units_over_total")).otherwise(safe),
        "most": most,
        "minutes": col("counted_minutes"),
        "why": when(billed <= most)
        .then(written("the total treatment time of {} minutes is too short for that", col("total_minutes_stated")))
        .when(~col("timed"))
        .then(lit("this code is one unit, whatever its minutes"))
        .otherwise(written("{} minutes beside the visit's other time support {}", col("counted_minutes"), most)),
    },
    says="{code} is billed with {billed:units}; {why}.",
    asks="{code} is billed with {billed:units}; {payer} may count the {minutes:minutes} as {safe} or as {most}.",
    fix="Bill {supported:units}, which every count of this payer supports, or correct the minutes if they are wrong.",
    severity="blocks",
    basis="manual",
    cites=("mcpm-5-20.2",),
    proof=("minutes", "billed", "header.total_minutes"),
    carc="151",
    card_lines=("counting",),
)
