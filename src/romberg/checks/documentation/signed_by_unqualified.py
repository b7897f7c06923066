"""Only people whose signature proves no service signed the note.

A student, an aide or a technician may write; the note stands by the signature of the professional who furnished or
supervised, and is responsible. A student's signature alone leaves the service unsigned.

The professional who was there signs, with credential and day; if nobody was there, the service is not billed.

Example: a note signed “Noor Vale, SPT” only fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, has, spelled

rule = Rule(
    grain="visit",
    applies=(col("signer_roles") != 0),
    fails=~has("signer_roles", "therapist", "assistant", "physician", "chiropractor"),
    evidence={"who": spelled("signer_roles")},
    says="The note is signed only by people who may not sign it alone: {who}.",
    asks="Who signed the note could not be read.",
    fix="Have the professional who was there sign; if none was, do not bill the service.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-220.3", "mbpm-15-230"),
    proof=("clinicians", "signature_days"),
    carc="170",
    route="corrected claim",
)
