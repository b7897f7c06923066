"""The payer pairs two codes by a rule of its own, and no modifier sets them apart.

Anthem, Aetna and Humana have denied 97140 beside 97530 without 59, though Medicare has no such edit. Which pairs a
payer keeps stands on its card (`own_pairs`); those that nobody has read in the payer's own text are marked.

Add 59 or XS where the note shows separate minutes or regions; ask the payer for its policy.

Example: 97530 and 97140 without 59, billed to Humana, are told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & col("own_pair").is_not_null() & col("modifiers_known"),
    fails=~col("own_pair_parted"),
    evidence={"partner": col("own_pair")},
    says="{payer} is said to deny {code} beside {partner} without a modifier for a distinct service; neither carries "
    "one.",
    asks="Whether a modifier parts {code} from {partner} is not known.",
    fix="Add 59 or XS to {code} where the note shows it apart from {partner}, and ask {payer} for its policy.",
    severity="informs",
    basis="payer policy",
    cites=("webpt-59-97530",),
    proof=("billed", "minutes"),
    carc="236",
    card_lines=("own_pairs",),
)
