"""Two visits of different days have the same number.

The number of a visit is what progress reports, authorised visits and certified plans are counted by. A number that
stands in the note of another day too was carried over with the rest of the head, and the counts that follow are wrong.

The clinician corrects the number, and looks for what else was carried over.

Example: "Visit 8 of 12" in the notes of 03/10 and of 03/12 fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=(col("visits_found").fill_null(0) > 1) & col("visit_number").is_not_null(),
    fails=col("number_of_other_day").is_not_null() & (col("service_date") != col("number_of_other_day")),
    evidence={"number": col("visit_number"), "other": col("number_of_other_day")},
    says="This is visit {number} by its head, and so is the visit of {other}.",
    asks="The visit has no date, so whether its number is that of another day is not known.",
    fix="Correct the visit's number, and look for what else was carried over.",
    severity="warns",
    basis="good practice",
    cites=("design-patterns", "mbpm-15-220.3"),
    proof=("plan.visit_number",),
    carc="16",
)
