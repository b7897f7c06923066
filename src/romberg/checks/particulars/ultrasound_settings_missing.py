"""Ultrasound is billed without frequency, intensity or duty cycle.

The settings tell warming from other uses and depth from surface; without them the treatment cannot be repeated or
judged.

The clinician adds the settings.

Example: “US to shoulder 8 min” lacks them; “1 MHz, 1.2 W/cm2, continuous” has them.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("ultrasound_settings"),
    fails=lacks("ultrasound_settings"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted} without frequency, intensity or duty cycle.",
    asks="Whether {code} is described with its settings could not be read.",
    fix="Add frequency, intensity and duty cycle.",
    severity="informs",
    basis="good practice",
    cites=("palmetto-l34428", "mbpm-15-220.3"),
    proof=("activities", "services"),
    carc="50",
)
