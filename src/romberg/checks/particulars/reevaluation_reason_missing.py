"""A re-evaluation is billed, and the note does not say what had changed.

Looking at progress is part of every visit. 97164 and 97168 are for new findings, a significant change, or no response
to the plan; a re-evaluation by the calendar is not paid.

The clinician adds what had changed; without a change it is a progress report, which is not billed.

Example: “30-day re-evaluation” fails; “fell on Sunday, new left hip pain” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("reevaluation_reason"),
    fails=lacks("reevaluation_reason"),
    evidence={"activities": col("activities")},
    says="The note does not say what had changed, so that {code} was needed.",
    asks="Whether the note says what had changed could not be read.",
    fix="Add the new finding, the change or the missing response that led to it; else take {code} off.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("activities", "services"),
    carc="50",
)
