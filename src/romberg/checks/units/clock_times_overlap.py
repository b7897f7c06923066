"""Two one-to-one services of the patient run at the same time.

One minute belongs to one code. Services whose clock times run into one another were not both one-to-one, or a time is
wrong; the shared minutes are paid once.

The clinician corrects the times, or takes the shared minutes out of one service.

Example: “97112 10:00-10:23” and “97110 10:15-10:36” fail.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_timed"),
    fails=col("clock_overlaps").list.len() > 0,
    evidence={"which": col("clock_overlaps").list.join("; ")},
    says="One-to-one services run at the same time: {which}.",
    asks="Whether services run at the same time could not be read.",
    fix="Correct the times from that day's record, or count the shared minutes once.",
    severity="blocks",
    basis="manual",
    cites=("mcpm-5-20.2", "mbpm-15-230"),
    proof=("minutes", "services"),
    carc="151",
)
