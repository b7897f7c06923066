"""Work on an orthosis or prosthesis is billed, and the note does not say which.

The device decides which code and which payer benefit is meant, and whether its fitting is part of the device.

The clinician names the device and the side.

Example: “orthotic management 20 min” lacks it; “wrist cock-up splint, left” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("orthosis_kind"),
    fails=lacks("orthosis_kind"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted}, and the device is not named.",
    asks="Whether {code} names the device could not be read.",
    fix="Name the device and the side.",
    severity="informs",
    basis="good practice",
    cites=("webpt-code-boundaries",),
    proof=("activities", "services"),
    carc="50",
)
