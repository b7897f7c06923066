"""More treatment days lie between the reports found than the payer allows.

The notes that were given show no evaluation or progress report within the last ten treatment days, and this note does
not count them itself. A note that was not given may hold the report.

Somebody looks for the report; where there is none, the clinician writes it now.

Example: an evaluation followed by eleven daily notes fails at the eleventh.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

every = parameter("medicare.progress_report.treatment_days")

rule = Rule(
    grain="visit",
    applies=col("progress_report_wanted")
    & col("has_therapy")
    & col("visits_found").is_not_null()
    & col("treatment_days_since_report").is_null()
    & (col("visits_found").fill_null(0) > every),
    fails=col("days_since_report_found") > every,
    evidence={"since": col("days_since_report_found"), "every": every},
    says="{since} treatment days lie after the last report among these notes; one is due in every {every}.",
    asks="The notes given hold no evaluation or progress report, or lack visits since the last one, so the treatment "
    "days since then are not known.",
    fix="Look for the report; where there is none, write it at this visit.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("plan.visit_number",),
    carc="272",
)
