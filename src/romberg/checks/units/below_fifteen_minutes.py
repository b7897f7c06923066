"""A timed code has fewer minutes than this payer wants before it pays the code at all.

Medicare and the midpoint rule pay one unit from 8 minutes. Some payers are said to want 15 full minutes; for 97112 a
web article teaches that as if it held everywhere, and no payer's own text was found. So this warns, and says that it
is not verified, unless the payer's card counts in full quarter hours.

Ask the payer, or look into the contract, before the line goes out.

Example: 97112 for 10 minutes warns for a commercial payer whose rule is not known, and is one good unit for Medicare.
"""

from __future__ import annotations

from polars import coalesce, col, lit, when

from romberg.checks.rule import Rule, parameter

eight = parameter("medicare.eight_minute_rule.first_unit")
full_quarters = col("counting") == "strict_fifteen"
wanted = coalesce(col("minimum_minutes"), when(full_quarters).then(15))
own_work = ~col("furnished_by_unpaid").fill_null(False) & col("is_supported").fill_null(True)

rule = Rule(
    grain="line",
    applies=(col("payer_family") != "medicare")
    & col("timed")
    & col("has_procedure")
    & col("is_first_of_code")
    & wanted.is_not_null()
    & own_work,
    fails=(col("minutes") >= eight) & (col("minutes") < wanted),
    evidence={
        "minutes": col("minutes"),
        "wanted": wanted,
        "sure": when(full_quarters).then(lit("wants")).otherwise(lit("may want")),
        "note": when(full_quarters).then(lit("")).otherwise(lit(" (that demand is not verified)")),
    },
    says="{code} has {minutes:minutes}; {payer} {sure} {wanted} before it pays a unit{note}.",
    asks="Whether {code} reaches the minutes that {payer} may want is not known.",
    fix="Ask {payer} for its rule, or check the contract, before billing {code} for fewer than {wanted} minutes.",
    severity="warns",
    blocks_when=full_quarters,
    basis="payer policy",
    cites=("mcpm-5-20.2",),
    proof=("minutes", "billed"),
    carc="151",
    card_lines=("minimum_minutes", "counting"),
)
