"""The note was signed days after the visit.

No manual of Medicare gives a number of days; it allows the short delay of transcription, and an attestation where a
signature is late. Reviewers give late notes less weight, and payers' own limits can be shorter.

Sign within the days that the clinic has set itself; a late signature is never dated back.

Example: a visit on 12 March signed on 20 March is told; one signed on 13 March is not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

late = parameter("record.signature.late_after")

rule = Rule(
    grain="visit",
    applies=(col("days_to_signature") >= 0).fill_null(False),
    fails=col("days_to_signature") > late,
    evidence={"days": col("days_to_signature"), "on": col("first_signed_on")},
    says="The note was signed {days:days} after the visit, on {on}.",
    asks="Whether the signature is late is not known for this day.",
    fix="Keep the late signature as it is, add an attestation where a payer asks, and sign sooner.",
    severity="informs",
    basis="good practice",
    cites=("design-late-signature", "mbpm-15-220.3"),
    proof=("signature_days", "header.service_date"),
)
