"""The note does not tell how the patient responded to the treatment.

The response shows that the treatment was watched and steered: what the patient could do, felt or needed, and what was
changed because of it. Without it a reviewer sees a list of exercises and denies the visit as not shown to be
necessary.

The clinician adds what was observed on that day; no sentence that would fit any patient.

Example: "tolerated well" alone says little; "two losses of balance with eyes closed, none after a cue to widen" is a
response.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_treatment"),
    fails=~col("has_patient_response"),
    says="The note does not tell how the patient responded to treatment.",
    asks="Whether the note tells of a response could not be read.",
    fix="Add what was seen during treatment that day: performance, symptoms, help needed, and what was changed "
    "because of it.",
    severity="warns",
    basis="good practice",
    cites=("palmetto-l34428", "oig-a-05-14-00041"),
    proof=("activities",),
    carc="50",
)
