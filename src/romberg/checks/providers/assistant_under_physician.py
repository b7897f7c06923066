"""An assistant's service is billed by a physician, incident to the physician's own.

A physical or occupational therapy assistant works under a therapist. Medicare pays no assistant incident to a
physician or other practitioner, whoever supervises; in a physician's office the assistant's therapist must be
employed there, must supervise directly, and bills the service.

Bill under the therapist with CQ or CO where one supervised; else take the line off.

Example: a PTA's 97110 billed under the physician fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=(col("discipline") == "MD") & (col("therapy") != "no") & col("by_assistant"),
    fails=~(col("by_therapist") | col("signed_by_therapist")),
    says="An assistant furnished {code}, and a physician bills it; no therapist is named.",
    asks="An assistant furnished {code} in a physician's practice; whether a therapist signed is not told.",
    fix="Bill {code} under the therapist who supervised, with CQ or CO, or take it off.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-230",),
    proof=("performers", "clinicians", "billed"),
    carc="170",
    payers=("medicare", "medicare_advantage", "tricare"),
)
