"""An assistant furnished part of the service, and the note does not name who.

The note identifies everybody who furnished a part, by name and credential. “PTA did the exercises” names nobody;
supervision, licence and the modifier cannot be checked.

The clinician adds name and credential of the assistant.

Example: “ther ex by PTA” and a therapist's signature fails; “by J. Marsh, PTA” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, has

rule = Rule(
    grain="line",
    applies=col("has_procedure") & has("performers", "assistant"),
    fails=~has("clinician_roles", "assistant"),
    says="An assistant furnished {code}, and the note does not name who.",
    asks="Whether the note names the assistant who furnished {code} could not be read.",
    fix="Add the assistant's name and credential.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("performers", "clinicians"),
    carc="16",
    rarc="N705",
    route="appeal",
)
