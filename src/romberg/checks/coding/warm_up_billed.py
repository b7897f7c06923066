"""A machine and nothing else stands behind a one-to-one code.

A bike or treadmill that the patient uses alone warms up; it is no skilled service by itself. With a reason, a dose
that is watched and a response it may be.

The clinician adds why the machine took skill: the limit kept, what was watched, what was changed.

Example: “recumbent bike 10 min”, alone under 97110, is told.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("has_procedure")
    & col("is_first_of_code")
    & col("is_supported").fill_null(True)
    & ~col("is_vague")
    & ~col("is_unattended_service")
    & ~col("is_rote").fill_null(False),
    fails=col("is_machine_only"),
    evidence={"activities": col("activities")},
    says="{code} is billed for {activities:quoted} alone, and nothing shows what took skill.",
    asks="Whether {code} was more than a machine could not be read.",
    fix="Add what was watched, kept within limits or changed, or leave the warm-up out of the timed minutes.",
    severity="informs",
    basis="manual",
    cites=("mbpm-15-220.2", "webpt-code-boundaries"),
    proof=("activities", "services"),
    carc="50",
)
