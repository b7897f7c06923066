"""The code is one that Medicare does not cover.

Status N in the fee schedule means that the law or Medicare's own decision leaves the service out: athletic training
evaluations, low-level laser after surgery, manipulation outside the spine. The patient pays where told before.

Tell the patient before, and bill with GY for the denial or not at all.

Example: 97037 on a Medicare claim fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null()
    & col("therapy").is_not_null()
    & ~col("is_excluded_chiropractic").fill_null(False)
    & ~col("carries_gy").fill_null(False),
    fails=col("medicare_status") == "N",
    says="{payer} does not cover {code}.",
    asks="Whether {payer} covers {code} is in none of our tables.",
    fix="Bill {code} with GY for the denial, or not at all; the patient pays where told before.",
    severity="blocks",
    basis="regulation",
    cites=("cms-rvu26c",),
    proof=("billed",),
    carc="96",
    payers=("medicare", "medicare_advantage"),
)
