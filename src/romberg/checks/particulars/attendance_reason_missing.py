"""Attended stimulation is billed, and nothing shows why somebody had to be there.

Most electrical stimulation is unattended: pads on, patient left (G0283). 97032 wants constant attendance, for a probe
held by hand or for contraction timed with a task. Contractors deny it where the note shows neither.

Bill the unattended code, or let the clinician add what was done throughout.

Example: “NMES to quads 15 min” fails; “contraction timed with each sit to stand, cued” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure")
    & wants("attendance_reason")
    & ~col("is_unattended_service").fill_null(False),  # a rule of its own
    fails=lacks("attendance_reason"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted}; nothing shows what took constant attendance.",
    asks="Whether the note shows constant attendance during {code} could not be read.",
    fix="Add what the clinician did throughout (probe, timing, active task), or bill the unattended code.",
    severity="warns",
    basis="manual",
    cites=("cgs-electrical-stimulation", "palmetto-l34428"),
    proof=("activities", "services"),
    carc="150",
    route="corrected claim",
)
