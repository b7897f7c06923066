"""Training of caregivers is billed, and the patient was there.

97550 to 97552 are for training while the patient is away. With the patient there, teaching the caregiver is part of
the treatment code of that time.

Bill the treatment that the patient had; keep 97550 for time without the patient.

Example: “wife practised transfers with patient present”, billed 97550, fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("code").is_in(["97550", "97551", "97552"]) & col("has_procedure"),
    fails=col("patient_was_there"),
    says="{code} is for training without the patient, and the note shows the patient there.",
    asks="The note does not say whether the patient was away while the caregiver was trained ({code}).",
    fix="Say that the patient was away, or bill the time under the treatment that was given.",
    severity="blocks",
    basis="manual",
    cites=("ngs-caregiver-2024",),
    proof=("activities", "billed"),
    carc="150",
    route="corrected claim",
)
