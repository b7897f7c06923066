"""Needling is billed, and the note does not mention the consent of the patient.

Most states ask for consent to needling, written or noted; auditors look for it with the muscles and the response.

The clinician notes the consent, with its day.

Example: “needling upper trap” lacks it; “written consent on file” has it.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("needling_consent"),
    fails=lacks("needling_consent"),
    evidence={"activities": col("activities")},
    says="The note does not mention consent to {code}.",
    asks="Whether the note mentions consent to {code} could not be read.",
    fix="Note the consent and its day, if it was given.",
    severity="informs",
    basis="good practice",
    cites=("webpt-code-boundaries",),
    proof=("activities", "services"),
)
