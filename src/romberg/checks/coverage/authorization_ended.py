"""The visit lies after the last day of the authorisation.

An authorisation names its days as well as its visits; unused visits lapse with it. A visit after its end is denied.

Ask for a new period, and whether the request may reach back.

Example: "auth 12 visits thru 4/30/26" and a visit on 2026-05-04 fail.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("authorization_through").is_not_null(),
    fails=col("service_date") > col("authorization_through"),
    evidence={"through": col("authorization_through"), "on": col("service_date")},
    says="The authorisation ends on {through}; the visit was on {on}.",
    asks="The authorisation ends on {through}; the day of the visit is not known.",
    fix="Ask {payer} for a new period, and whether the request may reach back to this visit.",
    severity="blocks",
    basis="payer policy",
    cites=("x12-carc-2024",),
    proof=("remarks.authorization_through", "header.service_date"),
    carc="198",
)
