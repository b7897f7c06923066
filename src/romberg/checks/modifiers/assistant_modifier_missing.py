"""A unit that an assistant furnished, in whole or in part, is billed without CQ or CO.

From 2020 the law wants CQ on a PT assistant's service and CO on an OT assistant's: on each unit of which the
assistant's own minutes are more than 10 %. From 2022 the last unit goes without where the therapist alone furnished 8
minutes of it. From 2022 Medicare pays 85 % of its share for such units. A missing modifier is an overpayment to be
returned.

Put the modifier on the units that carry it; units of one code with and without it stand on two lines.

Example: 97112, 30 minutes, 22 of them by the assistant alone, billed as two units without CQ, fails.
"""

from __future__ import annotations

from datetime import date

from polars import col, when
from polars import format as written

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2020, 1, 1),
    applies=col("assistant_modifier_wanted")
    & col("billed_units").is_not_null()
    & col("is_first_of_code")
    & col("is_supported").fill_null(True)
    & col("assistant_modifier").is_not_null()
    & (col("assistant_minutes") > 0),
    fails=col("assistant_units_due") > col("assistant_units_billed"),
    evidence={
        "modifier": col("assistant_modifier"),
        "due": col("assistant_units_due"),
        "billed": col("assistant_units_billed"),
        "assistant": col("assistant_minutes"),
        "part": when(col("assistant_minutes") == col("minutes"))
        .then(written("all {}", col("minutes")))
        .otherwise(written("{} of the {}", col("assistant_minutes"), col("minutes"))),
    },
    says="An assistant furnished {part} minutes of {code}: {modifier} is due on {due:units}, and stands on {billed}.",
    asks="An assistant furnished {assistant:minutes} of {code}; whether {modifier} is due, and on how many units, "
    "is not settled for {payer}.",
    fix="Add {modifier} to {due:units} of {code}; put units without it on a line of their own.",
    severity="blocks",
    basis="statute",
    cites=("usc-42-1395m-v", "cms-cq-co-examples"),
    proof=("performers", "minutes", "billed"),
    safe_fix=True,
    carc="4",
    card_lines=("assistant_modifier",),
)
