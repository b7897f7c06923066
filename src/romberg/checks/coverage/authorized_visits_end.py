"""This is one of the last visits that the payer authorised.

A request for more takes days, and a visit without an authorisation is denied. Now is the time to ask, with the
measured change and the goals still open.

Send the request with the measures, before the next visit.

Example: visit 11 of 12 authorised ones is told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

LEFT = 1  # our own choice: said while one more visit is left, so that a request can still come in time

rule = Rule(
    grain="visit",
    applies=(col("kind") != "discharge") & (col("visit_number") <= col("authorized_visits")).fill_null(False),
    fails=col("authorized_visits") - col("visit_number") <= LEFT,
    evidence={
        "number": col("visit_number"),
        "authorized": col("authorized_visits"),
        "left": col("authorized_visits") - col("visit_number"),
    },
    says="This is visit {number} of {authorized} authorised ones; {left} left.",
    asks="How many authorised visits are left is not known.",
    fix="Send {payer} the request for more visits now, with the measured change and the goals still open.",
    severity="informs",
    basis="payer policy",
    cites=("x12-carc-2024",),
    proof=("plan.visit_number", "plan.authorized_visits"),
)
