"""More units of a code are billed for the day than the payer's edits let through.

Medicare and Medicaid stop units beyond a code's limit of the day. A limit of kind 2 stands without exception; one of
kind 3 can be appealed with the record; one of kind 1 counts each line. No limit in the table does not mean that there
is none.

Bill the limit, unless the record proves more and the limit is open to appeal.

Example: 97112 x 5 for an office visit fails, for its limit is 4; 97112 x 4 does not.
"""

from __future__ import annotations

from polars import col, lit, when

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & col("day_limit").is_not_null(),
    fails=when(col("day_limit_kind") == 1)
    .then(col("billed_units") > col("day_limit"))
    .otherwise((col("day_units_of_code") > col("day_limit")) & col("is_first_of_code")),
    evidence={
        "units": when(col("day_limit_kind") == 1).then(col("billed_units")).otherwise(col("day_units_of_code")),
        "limit": col("day_limit"),
        "appeal": when(col("day_limit_kind") == 2)
        .then(lit(", without exception"))
        .when(col("day_limit_kind") == 3)
        .then(lit(", open to appeal with the record"))
        .otherwise(lit(" on a line")),
    },
    says="{code} is billed with {units:units} on the day; {payer} lets {limit} through{appeal}.",
    asks="How many units of {code} the claim carries on the day is not known.",
    fix="Bill {limit} of {code}; where the limit is open to appeal and the record proves more, send it with the claim.",
    severity="blocks",
    basis="payer policy",
    cites=("mue-2026q2",),
    proof=("billed",),
    carc="151",
)
