"""59 or an X modifier stands on a line that no edit pairs with any other code of the day.

Many pages still teach 59 for 97530 with 97140, 97530 with 97116, or a treatment with an evaluation. Medicare's table
holds no edit for these: the rows ended, or never took force. A modifier that parts nothing asks for a review, and the
Inspector General found four in ten of the sampled 59 claims wrong. Payers with pairs of their own are another matter.

Take the modifier off.

Example: 97530 and 97140-59, billed to Medicare, warn.
"""

from __future__ import annotations

from polars import col, lit, when

from romberg.checks.rule import Rule

alone = col("no_edit_beside").list.len() == 0

rule = Rule(
    grain="line",
    applies=col("ncci_applies")
    & col("billed_units").is_not_null()
    & (col("distinct_count") > 0)
    & col("own_pair").is_null(),
    fails=when(col("service_date").is_not_null()).then(col("no_edit_beside").is_not_null()),
    evidence={
        "written": col("distinct_modifiers"),
        "beside": when(alone)
        .then(lit("no other code is billed that day"))
        .otherwise(lit("no edit pairs it with ") + col("no_edit_beside").list.join(", ")),
    },
    says="{code} carries {written}, and {beside}; nothing needs to be parted.",
    asks="{code} carries {written}; whether an edit asks for it cannot be told without the day of the visit.",
    fix="Take {written} off {code}.",
    severity="warns",
    basis="payer policy",
    cites=("ncci-2024q3", "ncci-2026q4"),
    proof=("billed",),
    safe_fix=True,
    card_lines=("ncci",),
    payers=("medicare", "medicare_advantage", "medicaid", "tricare", "va"),
)
