"""GZ says that no notice was signed, and the note says that one was.

With GZ Medicare denies the line at once and the patient owes nothing; with GA the patient owes it where a notice was
signed. Charging GZ for a signed notice gives the money away and misstates the record.

Bill GA where the notice was signed before the service.

Example: 98940-GZ with "ABN signed 02/27/26" in the note warns.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2010, 4, 1),
    applies=col("billed_units").is_not_null() & col("carries_gz"),
    fails=(col("notice") == "signed").fill_null(False),
    says="{code} carries GZ, which says that no notice was signed; the note says that one was.",
    asks="{code} carries GZ; the day of the visit is not known.",
    fix="Bill GA on {code} where the notice was signed before the service.",
    severity="warns",
    basis="manual",
    cites=("mm6563-notices",),
    proof=("remarks.notice_signed", "billed"),
    carc="50",
    payers=("medicare",),
)
