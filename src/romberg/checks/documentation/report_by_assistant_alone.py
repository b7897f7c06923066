"""An evaluation, progress report or discharge summary is signed by an assistant alone.

Assistants may furnish treatment and write its notes. Evaluating, reporting on progress, changing goals and
discharging are the clinician's: a report signed by an assistant alone is none, and the days after it count on.

The clinician who knows the patient writes and signs the report; what an assistant wrote may be part of it.

Example: a progress report signed “Jon Marsh, PTA” only fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, has

rule = Rule(
    grain="visit",
    applies=col("kind").is_in(["evaluation", "progress", "discharge"]) & (col("signer_roles") != 0),
    fails=has("signer_roles", "assistant") & ~has("signer_roles", "therapist", "physician", "chiropractor"),
    evidence={"kind": col("kind")},
    says="The {kind} note is signed by an assistant alone.",
    asks="Who signed the {kind} note could not be read.",
    fix="Have the clinician write and sign the report; an assistant's note may be part of it.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-220.3", "mbpm-15-230"),
    proof=("clinicians", "signature_days"),
    carc="170",
    route="corrected claim",
)
