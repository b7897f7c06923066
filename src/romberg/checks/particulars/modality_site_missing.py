"""A modality is billed, and the note does not say where on the body.

Heat, ultrasound, traction or stimulation without a site cannot be compared with the diagnosis or with the last visit.

The clinician adds the site and the side.

Example: “ultrasound 1 MHz 8 min” lacks it; “to the right lateral epicondyle” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("site"),
    fails=lacks("site"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted} without a site.",
    asks="Whether {code} is described with its site could not be read.",
    fix="Add the site and the side.",
    severity="informs",
    basis="good practice",
    cites=("palmetto-l34428", "mbpm-15-220.3"),
    proof=("activities", "services"),
    carc="50",
)
