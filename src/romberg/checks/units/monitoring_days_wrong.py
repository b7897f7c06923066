"""A device of remote monitoring sent data on other days than its code stands for.

The codes of 2022 and 2023 are for 16 to 30 days of a 30-day period; from 2026 others are for 2 to 15. With fewer days
than its own a code is not payable.

Bill the code of the days that were sent; with fewer than two, none.

Example: 98977 with data on 11 of 30 days fails; 98985 with the same does not.
"""

from __future__ import annotations

from polars import col, when
from polars import format as written

from romberg.checks.rule import Rule, parameter

many, few = col("code").is_in(["98976", "98977", "98978"]), col("code").is_in(["98984", "98985"])
long = parameter("medicare.remote_monitoring.days_of_long_codes")
short = parameter("medicare.remote_monitoring.days_of_short_codes")

rule = Rule(
    grain="line",
    applies=(many | few) & col("monitored_days").is_not_null() & col("has_procedure"),
    fails=when(many)
    .then(col("monitored_days") < long)
    .otherwise((col("monitored_days") < short) | (col("monitored_days") >= long)),
    evidence={
        "days": col("monitored_days"),
        "wanted": when(many)
        .then(written("{} or more days", long))
        .otherwise(written("{} to {} days", short, long - 1)),
    },
    says="{code} is for {wanted} of data, and the note tells of {days}.",
    asks="How many days of data {code} stands for is not known for this day.",
    fix="Bill the code of the days that were sent, or none.",
    severity="blocks",
    basis="payer policy",
    cites=("fairpath-rtm-2026", "cr-14250"),
    proof=("activities", "billed"),
    carc="151",
)
