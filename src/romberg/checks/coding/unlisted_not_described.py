"""An unlisted code is billed, and the note does not say what was done.

Codes for unlisted modalities and procedures carry no meaning of their own: the payer prices them by the description
and the record, and returns the claim where either is missing. Often a named code fits.

Look for the named code; else describe the service on the claim and send the record.

Example: 97139 with “special technique 15 min” fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("code").is_in(["97039", "97139", "97799"]) & col("billed_units").is_not_null(),
    fails=~col("has_procedure") | col("is_vague") | (col("activities").list.len() == 0),
    says="{code} is an unlisted code, and the note does not describe what was done under it.",
    asks="Whether the note describes what was done under {code} could not be read.",
    fix="Bill the named code that fits, or describe the service on the claim and send the record.",
    severity="warns",
    basis="payer policy",
    cites=("x12-rarc-2024",),
    proof=("activities", "billed"),
    carc="252",
    rarc="N350",
)
