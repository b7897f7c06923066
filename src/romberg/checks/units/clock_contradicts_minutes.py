"""The minutes of a service contradict the clock beside them.

Start and stop are the strongest proof of time. Where “10:00-10:23” stands beside “30 min”, the payer pays for 23
minutes and doubts the rest.

The clinician finds out which is right and corrects the other by a dated addendum.

Example: “97112 10:00-10:23 (30 min)” fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("has_procedure") & col("has_clock_times") & col("is_first_of_code"),
    fails=col("clock_says").is_not_null() & ~col("timed").is_null(),
    evidence={"clash": col("clock_says")},
    says="{code} is told with {clash} minutes by the clock.",
    asks="Whether minutes and clock of {code} agree could not be read.",
    fix="Find out which figure is right, and correct the other by a dated addendum.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3", "mcpm-5-20.2"),
    proof=("minutes",),
    carc="151",
)
