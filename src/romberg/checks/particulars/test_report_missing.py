"""A performance test is billed, and no result or report is named.

97750 and 97755 stand for a formal test with a written report: which test, what came out, what follows. Measures taken
within treatment are part of that treatment.

The clinician writes the report; a measure within treatment is not billed apart.

Example: “physical performance test 23 min” fails; “threshold at 148 bpm, separate report filed” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("test_report"),
    fails=lacks("test_report"),
    evidence={"activities": col("activities")},
    says="The note names no result and no report of the test billed as {code}.",
    asks="Whether the note names a report of {code} could not be read.",
    fix="Write the report: the test, its result, what it means and what follows; or bill the time as what it was.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries",),
    proof=("activities", "services"),
    carc="50",
)
