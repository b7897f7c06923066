"""Electrical stimulation is billed without its settings.

Type, pads, frequency and intensity tell pain relief from muscle work, and this visit from the last one. Reviewers ask
for them with the site and the response.

The clinician adds type, placement, frequency and intensity.

Example: “e-stim to knee 15 min” lacks them; “4 pads, 80 Hz, sensory level” has them.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("stimulation_settings"),
    fails=lacks("stimulation_settings"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted} without its settings.",
    asks="Whether {code} is described with its settings could not be read.",
    fix="Add type, pads, frequency and intensity.",
    severity="informs",
    basis="good practice",
    cites=("cgs-electrical-stimulation", "palmetto-l34428"),
    proof=("activities", "services"),
    carc="50",
)
