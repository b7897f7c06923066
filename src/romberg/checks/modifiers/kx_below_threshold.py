"""KX stands on a line although the year's allowed amounts do not pass the therapy threshold.

KX attests something that nobody asked for yet. It changes no payment, but KX on every line from January on is a
pattern that reviewers look for, and the attestation must be true whenever it is made.

Leave KX off until the total passes the threshold.

Example: $500.00 allowed so far, 97110-GP-KX: told.
"""

from __future__ import annotations

from datetime import date

from polars import col, when

from romberg.checks.rule import Rule, parameter

threshold = (
    when(col("discipline") == "OT")
    .then(parameter("medicare.therapy_threshold.ot"))
    .otherwise(parameter("medicare.therapy_threshold.pt_slp"))
)
after = col("allowed_before_cents") + col("line_allowed_cents")

rule = Rule(
    grain="line",
    effective=date(2018, 1, 1),
    applies=col("billed_units").is_not_null()
    & col("carries_kx")
    & col("year_allowed_cents").is_not_null()
    & col("discipline").is_in(["PT", "OT", "SLP"]),
    fails=after <= threshold,
    evidence={"after": after, "threshold": threshold},
    says="{code} carries KX; with it this year's allowed amounts reach {after:usd}, not over {threshold:usd}.",
    asks="{code} carries KX; whether the year's amounts pass {threshold:usd} with it is not known.",
    fix="Leave KX off {code} until the year's amounts pass {threshold:usd}.",
    severity="informs",
    basis="manual",
    cites=("mcpm-5-10.3", "usc-42-1395l-g"),
    proof=("billed",),
    payers=("medicare",),
)
