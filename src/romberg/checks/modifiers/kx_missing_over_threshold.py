"""The year's allowed amounts pass the therapy threshold, and the line carries no KX.

Medicare pays above the threshold only where KX attests that the service is reasonable and necessary and that the chart
says why. PT and speech count together, OT by itself; what counts is what was allowed, deductible and coinsurance
included. Without KX the line is denied. The running total comes from `--allowed-so-far` or the claim file; visits that
are checked together give the least that it can be. Without a total it is asked for only where so many visits like this
one may come to the threshold.

Add KX where the record supports it; where the service is not reasonable and necessary, give an ABN and bill GA.

Example: $2,430.00 allowed before a line of $60.00 in 2026, without KX, fails.
"""

from __future__ import annotations

from datetime import date

from polars import coalesce, col, when

from romberg.checks.rule import Rule, parameter

threshold = (
    when(col("discipline") == "OT")
    .then(parameter("medicare.therapy_threshold.ot"))
    .otherwise(parameter("medicare.therapy_threshold.pt_slp"))
)
before = coalesce(col("allowed_before_cents"), col("allowed_at_least_cents"))
after = before + col("line_allowed_cents")
over = (before >= threshold) | (after > threshold)

rule = Rule(
    grain="line",
    effective=date(2018, 1, 1),
    applies=col("billed_units").is_not_null()
    & (col("therapy") != "no")
    & col("discipline").is_in(["PT", "OT", "SLP"])
    & (col("notices_count") == 0)
    & (col("year_allowed_cents").is_not_null() | col("threshold_in_reach") | over.fill_null(False)),
    fails=when(col("carries_kx"))
    .then(False)
    .when(over)
    .then(True)
    .when(col("allowed_before_cents").is_not_null())
    .then(after > threshold),
    evidence={
        "reached": when(after.is_null()).then(before).otherwise(after),
        "threshold": threshold,
        "number": col("visit_number"),
    },
    says="With {code} this year's allowed amounts reach {reached:usd}, over the threshold of {threshold:usd}; the line "
    "carries no KX.",
    asks="What {payer} allowed this year before this visit (number {number}) is not known, or the line has no price; "
    "above {threshold:usd} KX is due. Give the sum with --allowed-so-far.",
    fix="Add KX to {code} where the record says why the service is needed; else give an ABN and bill GA.",
    severity="blocks",
    basis="statute",
    cites=("usc-42-1395l-g", "mcpm-5-10.3"),
    proof=("billed", "plan.visit_number"),
    carc="119",
    payers=("medicare",),
)
