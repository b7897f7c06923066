"""The note is not signed, or the signature carries no credential.

Medicare's treatment note ends with the signature and the professional identification of whoever furnished or
supervised the services. An unsigned note proves nothing, whatever it says, and is among CERT's commonest reasons for
denial.

The clinician signs; a late signature is attested and dated as such, never put back in time.

Example: "D. Olawale, PT ______ (signature pending)" fails; "J. Ito, PT, e-signed 2026-03-12" does not.
"""

from __future__ import annotations

from polars import col, lit, when

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=lit(True),
    fails=~col("has_signature") | ~col("signer_credentialed"),
    evidence={
        "what": when(~col("has_signature"))
        .then(lit("The note is not signed"))
        .otherwise(lit("Nobody who signed the note gives a credential")),
    },
    says="{what}.",
    asks="Whether the note is signed by someone with a credential could not be read.",
    fix="Have the clinician who furnished or supervised the visit sign with name and credential; attest a late "
    "signature.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-220.3", "cert-physical-therapy-2024"),
    proof=("documentation.signature", "clinicians"),
    carc="226",
)
