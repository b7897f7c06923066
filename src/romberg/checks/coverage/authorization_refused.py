"""The note itself says that there is no authorisation, or that it was denied or has run out.

Where the payer wants one, the visit is not paid. Where the payer wants none, the remark is about something else, and
this rule is silent.

Ask for it now, or tell the patient before the next visit that it may not be paid.

Example: "auth denied, appeal sent" for a plan that wants authorisation fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("authorization_refused"),
    fails=col("authorization_wanted"),
    says="The note says that there is no valid authorisation, and {payer} wants one before treatment.",
    asks="The note says that there is no valid authorisation; whether {payer} wants one depends on the plan.",
    fix="Ask {payer} for the authorisation, and whether it may reach back; tell the patient before the next visit.",
    severity="blocks",
    basis="payer policy",
    cites=("uhc-ma-authorization-2025",),
    proof=("remarks.authorization_refused",),
    carc="197",
    card_lines=("prior_authorization", "authorization_terms"),
)
