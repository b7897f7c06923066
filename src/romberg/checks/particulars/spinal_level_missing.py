"""A manipulation of the spine is billed, and no segment is named.

Medicare wants the level of the subluxation in the note and in the diagnosis; the number of regions decides the code.
“CMT as indicated” proves none.

The chiropractor adds the segments that were adjusted.

Example: “adjusted as indicated” fails; “C5, T4, L5 and left SI” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("spinal_level"),
    fails=lacks("spinal_level"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted}, and no segment of the spine is named.",
    asks="Whether {code} names the segments could not be read.",
    fix="Name each segment that was adjusted, and how.",
    severity="warns",
    basis="manual",
    cites=("ngs-chiropractic",),
    proof=("activities", "services"),
    carc="50",
)
