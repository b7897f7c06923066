"""GA or GX says that the patient was given a notice, and the note says that none was signed.

GA shifts the cost of a denial to the patient. Without a notice that was signed before the service the patient owes
nothing, and the modifier is a false statement on the claim. Where the note has no word of it, this asks where the
notice is.

Bill GZ where nobody signed; else keep the signed notice with the record.

Example: 98940-GA with "ABN not signed" in the note fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

written = col("notice_modifiers").list.set_intersection(["GA", "GX"])

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & col("carries_notice"),
    fails=col("notice") == "missing",
    evidence={"written": written},
    says="{code} carries {written}, which says that a notice was given; the note says that none was signed.",
    asks="{code} carries {written}; whether the patient's signed notice is on file, the note does not say.",
    fix="Bill GZ on {code} where no notice was signed before the service; else keep the notice with the record.",
    severity="blocks",
    basis="manual",
    cites=("mm6563-notices",),
    proof=("remarks.notice_missing", "billed"),
    carc="4",
    payers=("medicare",),
)
