"""The note says that the patient is with a hospice or an open home health agency, which pays for therapy first.

While a home health episode is open, Medicare pays outpatient therapy through the agency; for the illness of a hospice
the hospice pays. A claim for the visit is denied as another's.

Ask the agency or the hospice before the visit; where the therapy is for another illness, say so on the claim (GW).

Example: "receiving home health" in a note for Medicare Part B warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_therapy"),
    fails=col("has_agency_payer"),
    evidence={"who": col("agency_payers")},
    says="The note tells of {who}, who may have to pay for this visit first.",
    asks="Whether another payer comes first is not known.",
    fix="Ask {who} before the claim goes out; where the therapy is for another illness, say so on the claim.",
    severity="warns",
    basis="manual",
    cites=("x12-carc-2024",),
    proof=("remarks.hospice", "remarks.home_health"),
    carc="109",
    payers=("medicare",),
)
