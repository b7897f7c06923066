"""The minutes in the note contradict its stated totals, or one another.

The stated timed total should be the sum of the timed services, and the total treatment time cannot be shorter than
that. A reviewer who finds two figures pays for the smaller one, and reads the rest with doubt.

The clinician finds out which figure is right and corrects the other by a dated addendum.

Example: services of 30 and 15 minutes under "timed 60" fail. Minutes that were charged under a timed code although
nobody attended (97032 for pads left on) may be part of the stated sum: that is a finding of its own.
"""

from __future__ import annotations

from polars import col, concat_str, lit, when
from polars import format as written

from romberg.checks.rule import Rule

timed, total, added = col("timed_minutes_stated"), col("total_minutes_stated"), col("timed_sum")
contradicts = col("conflicts").list.len() > 0
shorter = (total < timed).fill_null(False) | (total < added).fill_null(False)
other_sum = when(timed.is_null()).then(False).otherwise((timed != added) & (timed != col("timed_sum_as_billed")))

rule = Rule(
    grain="visit",
    applies=timed.is_not_null() | total.is_not_null() | contradicts,
    fails=contradicts | shorter | other_sum,
    evidence={
        "how": when(contradicts)
        .then(concat_str(lit("the note contradicts itself: "), col("conflicts").list.join("; ")))
        .when(other_sum & ~shorter)
        .then(written("the timed services add up to {} minutes, and the note states {}", added, timed))
        .otherwise(
            written(
                "the total treatment time of {} minutes is shorter than the {} timed minutes",
                total,
                when(total < timed).then(timed).otherwise(added),
            )
        ),
    },
    says="The minutes do not add up: {how}.",
    asks="A timed service has no minutes, so the stated totals cannot be checked against the services.",
    fix="Find out from that day's record which figure is right, and correct the other by a dated addendum.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-220.3", "mcpm-5-20.2"),
    proof=("conflicts", "header.timed_minutes", "header.total_minutes", "minutes"),
    carc="151",
)
