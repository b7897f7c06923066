"""A cheaper line stands before a dearer one, where only the first units of the claim are paid.

A payer with a cap that pays in the order of the lines drops the last ones. Cigna says that it cannot sort by value:
the practice puts the lines in falling price, or loses the difference.

Put the lines in falling price; nothing else of the claim changes.

Example: 97110 x 2, then 97530 x 3 to Cigna: the dearer third unit of 97530 is not paid.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("unit_cap").is_not_null()
    & (col("paid_first") == "line order")
    & col("has_billed")
    & (col("units_under_cap") > col("unit_cap")).fill_null(False),
    fails=col("lines_out_of_order").list.len() > 0,
    evidence={"lines": col("lines_out_of_order")},
    says="{payer} pays the first units of the claim, and a cheaper line stands before a dearer one: {lines}.",
    asks="In which order the lines stand is not known.",
    fix="Put the lines in falling price.",
    severity="warns",
    basis="payer policy",
    cites=("ot-utah-cigna-2022",),
    proof=("billed",),
    safe_fix=True,
    carc="222",
    route="corrected claim",
    card_lines=("paid_first", "daily_unit_cap"),
)
