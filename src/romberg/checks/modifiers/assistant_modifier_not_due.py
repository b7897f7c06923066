"""More units carry CQ or CO than an assistant furnished.

The modifier is due on a unit of which an assistant's own minutes are more than 10 %; from 2022 on not where the
therapist alone furnished 8 minutes of the last unit, and never for minutes that both worked together. From 2022
Medicare pays 85 % of its share for a unit that carries it, so a modifier that is not due gives money away and
misstates who treated.

Take the modifier off the units that the therapist furnished; units with and without stand on two lines.

Example: 97112, 24 minutes by the therapist and 6 by the assistant, billed as two units with CQ, fails.
"""

from __future__ import annotations

from datetime import date

from polars import col, when

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2020, 1, 1),
    applies=col("assistant_modifier_wanted")
    & col("has_procedure")
    & col("is_first_of_code")
    & col("is_supported").fill_null(True)
    & (col("assistant_units_billed") > 0).fill_null(False),
    fails=when(col("assistant_units_billed") <= col("assistant_units_due"))
    .then(False)
    .when(col("by_assistant") | ~col("names_assistant"))
    .then(col("assistant_units_billed") > col("assistant_units_due")),
    evidence={
        "modifier": col("assistant_modifier"),
        "due": col("assistant_units_due"),
        "billed": col("assistant_units_billed"),
        "assistant": col("assistant_minutes"),
    },
    says="{modifier} stands on {billed:units} of {code}; by the note's minutes it is due on {due} of them "
    "({assistant:minutes} by an assistant).",
    asks="{modifier} stands on {billed:units} of {code}; whether it is due on all of them is not settled.",
    fix="Leave {modifier} on {due:units} of {code}, and put the others on a line without it.",
    severity="warns",
    basis="statute",
    cites=("usc-42-1395m-v", "cms-cq-co-examples"),
    proof=("performers", "minutes", "billed"),
    card_lines=("assistant_modifier",),
)
