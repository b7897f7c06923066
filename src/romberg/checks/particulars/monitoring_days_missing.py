"""Remote monitoring is billed, and the note does not say on how many days data came.

The device codes are for 16 to 30 days of a 30-day period, from 2026 also for 2 to 15. Without the days nobody can
tell which code is due, or whether any is.

Take the days from the device, and write them down.

Example: “device in use” fails; “data on 18 of 30 days” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("monitoring_days"),
    fails=lacks("monitoring_days"),
    evidence={"activities": col("activities")},
    says="The note does not say on how many days data came for {code}.",
    asks="Whether the note gives the days of data for {code} could not be read.",
    fix="Add the days with data and the period that they lie in.",
    severity="warns",
    basis="payer policy",
    cites=("fairpath-rtm-2026", "cr-14250"),
    proof=("activities", "services"),
    carc="50",
)
