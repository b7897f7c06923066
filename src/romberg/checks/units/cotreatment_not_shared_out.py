"""Two clinicians treated together, and the note does not share the time out.

In co-treatment the billed minutes of both together are those of the session: one bills all, or they share. Where the
whole session stands in one note, the other clinician's claim decides whether it was billed twice.

Both agree how the minutes are shared, and each note says so.

Example: “co-treat with OT 45 min”, billed 97530 x 3, is told; “PT part 22 of 45 min” is not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("has_procedure") & col("is_first_of_code") & col("timed") & col("is_cotreatment"),
    fails=~col("cotreatment_is_shared"),
    says="{code} was given together with another clinician, and the note does not say how the time is shared.",
    asks="Whether the note shares the time of {code} out could not be read.",
    fix="Say whose minutes are whose; both claims together carry no more than the session.",
    severity="warns",
    basis="good practice",
    cites=("webpt-code-boundaries", "mbpm-15-230"),
    proof=("flags.cotreatment", "minutes"),
    carc="54",
)
