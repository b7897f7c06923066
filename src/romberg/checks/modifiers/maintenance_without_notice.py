"""Maintenance manipulation is billed to Medicare without a word that the patient was told of the denial.

Medicare does not cover maintenance. The patient may be billed only where an ABN was signed before: GA says so.
Without a notice modifier (GA, GX or GZ) the claim is denied and nobody may be charged.

Have the ABN signed before the visit and bill GA, or GZ where nobody signed.

Example: 98940 for a monthly tune-up, with neither AT nor GA, warns.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2004, 10, 1),
    applies=col("billed_units").is_not_null()
    & col("code").is_in(["98940", "98941", "98942"])
    & col("is_maintenance")
    & ~col("carries_at"),
    fails=col("notices_count") == 0,
    says="The note calls {code} maintenance, and the line carries none of GA, GX and GZ.",
    asks="Whether {code} needed a notice that day is not known.",
    fix="Bill {code} with GA where the ABN was signed before the visit, with GZ where it was not.",
    severity="warns",
    basis="manual",
    cites=("ngs-chiropractic", "mm6563-notices"),
    proof=("maintenance", "billed"),
    carc="50",
    payers=("medicare",),
)
