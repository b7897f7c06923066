"""Elastic tape is billed under a code of strapping.

Strapping holds a joint still. Elastic tape helps movement: its time is part of the exercise or re-training that it
serves. Several Blues call elastic tape investigational, and its supply is not paid apart.

Count the minutes of taping into the treatment that it served, and take the strapping code off.

Example: “kinesiotape to patella”, billed 29530, fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("code").cat.starts_with("29") & col("has_procedure") & col("billed_units").is_not_null(),
    fails=col("is_elastic_tape"),
    evidence={"activities": col("activities")},
    says="{code} stands for strapping that holds still, and the note tells of elastic tape: {activities:quoted}.",
    asks="Which tape was used under {code} could not be read.",
    fix="Take {code} off; the taping is part of the treatment that it served.",
    severity="warns",
    basis="manual",
    cites=("hns-97112", "webpt-code-boundaries"),
    proof=("activities", "billed"),
    carc="97",
)
