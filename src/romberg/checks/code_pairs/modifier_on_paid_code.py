"""Before July 2019 the modifier for a distinct service stands on the paid code of the pair alone.

Until then Medicare opened an edit only by a modifier on the code that is not paid beside the other (column two). On
the paid code it did nothing, and column two was denied. Since 2019-07-01 it may stand on either.

Bill the claim again with the modifier on the other code, while it may still be filed.

Example: 98940-59 with 97140 in May 2019 fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

either = parameter("medicare.claim_lines.distinct_modifier_on_either_column")

rule = Rule(
    grain="line",
    applies=col("ncci_applies") & col("billed_units").is_not_null() & col("distinct_on_column_one"),
    fails=~either,
    evidence={"written": col("distinct_modifiers")},
    says="{code} carries {written}, and it is the paid code of its pair; that day only the other one opened the edit.",
    asks="{code} carries {written}; whether it opened the edit on the paid code that day is not known.",
    fix="Put {written} on the other code of the pair.",
    severity="blocks",
    basis="manual",
    cites=("webpt-distinct-2019",),
    proof=("billed",),
    carc="236",
    card_lines=("ncci",),
)
