"""A line carries more modifiers than a claim has places for.

A professional claim has four places for modifiers on each line. A fifth is cut off or the claim is rejected, and the
one that is lost may be the one that pays: put those first that change the payment.

Leave the modifiers that the payer asks for, at most four.

Example: 97112-GP-CQ-KX-59-95 fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

most = parameter("medicare.claim_lines.most_modifiers")

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & (col("modifiers").list.len() > 0),
    fails=col("modifiers").list.len() > most,
    evidence={"modifiers": col("modifiers"), "most": most, "count": col("modifiers").list.len()},
    says="{code} carries {count} modifiers ({modifiers}); a claim has {most} places on a line.",
    asks="How many modifiers a line may carry is not known for the day of the visit.",
    fix="Leave at most {most} on {code}, those first that change the payment.",
    severity="blocks",
    basis="regulation",
    cites=("x12-837-limits",),
    proof=("billed",),
    carc="4",
)
