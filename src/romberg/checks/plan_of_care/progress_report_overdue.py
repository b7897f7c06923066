"""More treatment days have passed since the last progress report than the payer allows.

Medicare wants a report on progress, by the clinician and never by an assistant alone, at least once in every 10
treatment days, counted from the first. Visits after a missing report are denied. A note that is itself an evaluation,
a progress report or a discharge summary reports on that day.

The clinician writes the report now; what was not written in time is not put back in time.

Example: visit 14 with no report since the evaluation fails; visit 10 does not.
"""

from __future__ import annotations

from polars import col, when

from romberg.checks.rule import Rule, parameter

every = parameter("medicare.progress_report.treatment_days")

rule = Rule(
    grain="visit",
    applies=col("progress_report_wanted") & col("has_therapy"),
    fails=when(col("visit_number") <= every).then(False).otherwise(col("treatment_days_since_report") > every),
    evidence={"number": col("visit_number"), "since": col("treatment_days_since_report"), "every": every},
    says="This is treatment day {since} without a progress report; one is due in every {every}.",
    asks="The note does not say how many treatment days have passed since the last progress report (visit: {number}).",
    fix="Write the progress report at this visit, and name the visit of the last one in the note.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("plan.visit_number", "plan.last_progress_date", "plan.last_progress_visit"),
    carc="272",
    card_lines=("progress_report",),
)
