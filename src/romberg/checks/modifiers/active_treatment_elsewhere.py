"""AT stands on a code that is no manipulation of the spine.

AT belongs to a chiropractor's 98940, 98941 and 98942 and says that they are active treatment. On a therapy code it
says nothing that the payer reads, and the line comes back.

Take AT off, and put the modifier on that the line needs (GP; GY where the law excludes the service).

Example: 97140-AT by a chiropractor fails.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2004, 10, 1),
    applies=col("billed_units").is_not_null() & col("carries_at"),
    fails=~col("code").is_in(["98940", "98941", "98942"]),
    says="{code} carries AT, which belongs to a manipulation of the spine.",
    asks="{code} carries AT; the day of the visit is not known.",
    fix="Take AT off {code}.",
    severity="warns",
    basis="manual",
    cites=("ngs-chiropractic",),
    proof=("billed",),
    safe_fix=True,
    carc="4",
    payers=("medicare", "medicare_advantage"),
)
