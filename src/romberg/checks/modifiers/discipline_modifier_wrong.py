"""A line carries the modifier of another discipline than the one that treated.

GP, GO and GN tell under whose plan of care the service stands: the physical therapist's, the occupational therapist's
or the speech-language pathologist's. One discipline cannot treat under the plan of another. The payer files the line
with the wrong plan, counts it against the wrong yearly threshold and may pay it twice or not at all.

Correct the modifier to the discipline that wrote the note.

Example: an occupational therapist's 97530-GP fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null()
    & (col("disciplines_count") == 1)
    & col("discipline").is_in(["PT", "OT", "SLP"]).fill_null(True),
    fails=col("discipline_modifier") != col("discipline_due"),
    evidence={
        "written": col("discipline_modifier"),
        "due": col("discipline_due"),
        "discipline": col("discipline"),
    },
    says="{code} carries {written}; the note is one of {discipline}, for which {due} stands.",
    asks="{code} carries {written}, and which discipline treated is not told.",
    fix="Correct {written} to the modifier of the discipline that treated ({due}).",
    severity="blocks",
    basis="manual",
    cites=("mcpm-5-20.1", "mbpm-15-220.1"),
    proof=("clinicians", "billed"),
    safe_fix=True,
    carc="4",
)
