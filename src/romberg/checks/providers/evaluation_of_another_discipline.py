"""The evaluation code is another discipline's than the one that evaluated.

97161 to 97164 are physical therapy's evaluations, 97165 to 97168 occupational therapy's, 92521 to 92524 speech-
language pathology's, 97169 to 97172 athletic training's. Each is paid to its own discipline.

Bill the evaluation of the discipline that did it.

Example: an occupational therapist's evaluation billed as 97162 fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null()
    & (col("service") == "evaluation")
    & col("code_belongs_to").is_not_null()
    & col("discipline").is_in(["PT", "OT", "SLP"]).fill_null(True),
    fails=col("code_belongs_to") != col("discipline"),
    evidence={"whose": col("code_belongs_to"), "by": col("discipline")},
    says="{code} is an evaluation of {whose}; {by} wrote the note.",
    asks="{code} is an evaluation of {whose}; which discipline wrote the note is not told.",
    fix="Bill the evaluation code of {by}, or let {whose} evaluate.",
    severity="blocks",
    basis="manual",
    cites=("mcpm-5-20.1", "mbpm-15-230"),
    proof=("clinicians", "billed"),
    carc="8",
)
