"""The visit's number is beyond the visits that the payer authorised.

A visit past the authorisation is denied, and an authorisation given afterwards rarely reaches back. The count runs by
visit in most plans, by units or dates in some.

Ask for more before they run out; for this visit ask whether the payer still takes a request.

Example: "auth 12 visits" and visit 13 fail.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("authorized_visits").is_not_null(),
    fails=col("visit_number") > col("authorized_visits"),
    evidence={"number": col("visit_number"), "authorized": col("authorized_visits")},
    says="This is visit {number}; {authorized} are authorised.",
    asks="{authorized} visits are authorised; the note does not say which one this is.",
    fix="Ask {payer} for more visits, and whether the request may reach back to this one.",
    severity="blocks",
    basis="payer policy",
    cites=("x12-carc-2024",),
    proof=("plan.visit_number", "plan.authorized_visits"),
    carc="198",
)
