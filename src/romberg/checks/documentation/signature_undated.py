"""A signature stands without its day.

The day shows that the note was written in time. Electronic signatures carry it; where it is missing, reviewers ask
for an attestation.

The clinician dates the signature with the day on which it was given.

Example: “E-signed: I. Falk, PT” is told; “e-signed 03/12/2026” is not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_signature"),
    fails=~col("signature_is_dated"),
    says="The note is signed, and the signature carries no day.",
    asks="Whether the signature carries a day could not be read.",
    fix="Date the signature with the day on which it was given, never with an earlier one.",
    severity="informs",
    basis="good practice",
    cites=("mbpm-15-220.3",),
    proof=("documentation.signature",),
)
