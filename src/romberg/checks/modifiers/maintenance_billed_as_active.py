"""A manipulation that the note itself calls maintenance is billed with AT, as active treatment.

Medicare pays spinal manipulation only while it is expected to improve function; AT says that it is. Care that keeps
what has been reached is maintenance: it is not covered, and AT on it is a false statement on the claim.

Bill without AT, with an ABN where the patient was told beforehand, or show in the note what is still to improve.

Example: 98940-AT for a "monthly tune up, stable, maintenance phase" fails.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2004, 10, 1),
    applies=col("code").is_in(["98940", "98941", "98942"]) & col("billed_units").is_not_null(),
    fails=col("carries_at") & col("is_maintenance"),
    says="{code} carries AT, which says active treatment; the note itself calls this care maintenance.",
    asks="Whether {code} with AT is active treatment cannot be told: the date or the modifiers are not known.",
    fix="Bill {code} without AT (GA with a signed ABN), or write what function is still expected to improve.",
    severity="blocks",
    basis="manual",
    cites=("ngs-chiropractic",),
    proof=("maintenance", "billed"),
    carc="50",
    payers=("medicare", "medicare_advantage"),
)
