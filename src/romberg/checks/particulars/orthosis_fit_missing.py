"""Work on an orthosis or prosthesis is billed, and the note says nothing of its fit or wear.

Fitting and training are shown by how the device sat, what the skin looked like after it, and how it is to be worn.
Handing it over is not training.

The clinician adds fit, skin and schedule.

Example: “splint issued” lacks it; “no redness after 20 min, worn 2 h on 1 h off” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("orthosis_fit"),
    fails=lacks("orthosis_fit"),
    evidence={"activities": col("activities")},
    says="The note says nothing of how the device of {code} fitted or is to be worn.",
    asks="Whether the note tells of the fit for {code} could not be read.",
    fix="Add fit, skin check and wearing schedule, and what was taught.",
    severity="informs",
    basis="good practice",
    cites=("webpt-code-boundaries",),
    proof=("activities", "services"),
    carc="50",
)
