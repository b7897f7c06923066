"""A therapist furnished the service, and only an assistant signed the note.

Medicare's note carries the signature of the professional who furnished or supervised the service. Where the note
tells that the therapist gave a part, the assistant's signature alone does not prove that part.

The therapist signs for the part given, with credential and day.

Example: “97112 by I. Falk, PT; 97110 by J. Marsh, PTA”, signed by the PTA only, fails for 97112.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, has

rule = Rule(
    grain="line",
    applies=col("has_procedure") & has("performers", "therapist") & (col("signer_roles") != 0),
    fails=~has("signer_roles", "therapist", "physician", "chiropractor", "student"),
    says="The therapist furnished {code}, and only an assistant signed.",
    asks="Whether who furnished {code} signed the note could not be read.",
    fix="Have the therapist sign for the part that was given, and date the signature.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.3",),
    proof=("performers", "clinicians"),
    carc="16",
    rarc="N705",
    route="appeal",
)
