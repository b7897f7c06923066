"""Training of caregivers is billed, and the note does not mention the consent to it.

97550 to 97552 train a caregiver while the patient is away. Medicare wants the consent of the patient, or of who
speaks for the patient, in the record, and the training under the plan.

The clinician notes the consent and its day.

Example: “taught wife transfers, patient at home” fails; “patient consented 3/2” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("caregiver_consent"),
    fails=lacks("caregiver_consent"),
    evidence={"activities": col("activities")},
    says="The note does not mention consent to the training billed as {code}.",
    asks="Whether the note mentions consent to {code} could not be read.",
    fix="Note who consented to the training, and when.",
    severity="warns",
    basis="manual",
    cites=("ngs-caregiver-2024",),
    proof=("activities", "services"),
    carc="50",
)
