"""The next progress report is due within two treatment days, or today.

Medicare wants one at least every ten treatment days, by the therapist. Planned at the eighth it is written in time,
with the measures taken at the visit; remembered at the eleventh it is late, and cannot be put back in time.

Take the measures and write the report at this visit or the next.

Example: the eighth treatment day since the evaluation is told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

AHEAD = 2  # our own choice: told two treatment days before
every = parameter("medicare.progress_report.treatment_days")
since = col("treatment_days_since_report")

rule = Rule(
    grain="visit",
    applies=col("progress_report_wanted") & col("has_therapy") & (since > 0).fill_null(False),
    fails=(since >= every - AHEAD) & (since <= every),
    evidence={"since": since, "every": every},
    says="This is treatment day {since} since the last progress report; the next is due by day {every}.",
    asks="How often a progress report is due that day is not known.",
    fix="Take the measures and write the progress report by treatment day {every}.",
    severity="informs",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("plan.visit_number", "plan.last_progress_date", "plan.last_progress_visit"),
    card_lines=("progress_report", "progress_report_every"),
)
