"""The code is one that Medicare does not take, and another stands in its place.

97014 (electrical stimulation, pads on and left alone) has status I for Medicare: its own code is G0283. A line under a
code of that status is rejected; many other payers take it.

Bill the code that Medicare takes.

Example: 97014 to Medicare fails.
"""

from __future__ import annotations

from polars import col, lit, when

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & (col("therapy") != "no"),
    fails=col("medicare_status") == "I",
    evidence={
        "instead": when(col("code") == "97014").then(lit("G0283")).otherwise(lit("the code that it takes")),
    },
    says="{payer} does not take {code}.",
    asks="Whether {payer} takes {code} that day is in none of our tables.",
    fix="Bill {instead} where the note shows the service.",
    severity="blocks",
    basis="regulation",
    cites=("cms-rvu26c",),
    proof=("billed",),
    carc="16",
    payers=("medicare", "medicare_advantage"),
)
