"""A service is billed that Medicare never pays apart: it is part of every other.

Hot and cold packs (97010) and a few others carry status B: Medicare pays them within the rest of the visit, and nobody
may charge the patient for them. The line only costs work and a denial.

Leave it off the claim; the note may still tell it.

Example: 97010 on a Medicare claim warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & (col("therapy") != "no"),
    fails=col("medicare_status") == "B",
    says="{payer} never pays {code} apart from the rest of the visit.",
    asks="Whether {payer} pays {code} apart that day is in none of our tables.",
    fix="Leave {code} off the claim.",
    severity="warns",
    basis="regulation",
    cites=("cms-rvu26c",),
    proof=("billed",),
    safe_fix=True,
    carc="97",
    payers=("medicare", "medicare_advantage"),
)
