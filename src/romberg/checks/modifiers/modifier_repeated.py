"""The same modifier stands twice on one line.

It says nothing that once does not say, takes one of the four places, and some payers return the line. It often comes
from a template that adds what the biller had added already.

Leave it once.

Example: 97110-GP-GP fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null(),
    fails=col("modifiers_repeated").list.len() > 0,
    evidence={"twice": col("modifiers_repeated")},
    says="{code} carries {twice} more than once.",
    asks="Which modifiers {code} carries is not known.",
    fix="Leave {twice} once on {code}.",
    severity="warns",
    basis="good practice",
    cites=("x12-837-limits",),
    proof=("billed",),
    safe_fix=True,
    carc="4",
)
