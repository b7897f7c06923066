"""An add-on is billed without the code that it adds to.

97130, 97546, 97551, 90913, 98981, 97598 and their like say "more of the same", and are paid only beside a first code
of that day. Alone they are denied, whatever the minutes.

Add the first code where the note shows it, or bill what was done under the code that stands alone.

Example: 97130 for 15 minutes of thinking skills, without 97129, fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & col("stands_beside").is_not_null(),
    fails=col("is_alone"),
    evidence={"first": col("stands_beside").list.head(4)},
    says="{code} adds to {first}, and none of them is billed.",
    asks="Whether one of the codes that {code} adds to is billed is not known.",
    fix="Bill {first} first where the note shows it; else take {code} off.",
    severity="blocks",
    basis="payer policy",
    cites=("ncci-2026q4", "x12-carc-2024"),
    proof=("billed", "activities"),
    carc="107",
)
