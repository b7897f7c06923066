"""The note says that an accident on the road or at work is the reason of the treatment, and a health plan is billed.

Where a car insurer or workers' compensation is liable, it pays first, and the health plan takes back what it paid. The
claim asks for the accident and its date; leaving it out delays it.

Ask the patient about an open claim; bill the liable insurer, or say on the claim that there is none.

Example: "neck pain after MVC 1/19/26" billed to a Blue plan is told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=~col("payer_family").is_in(["auto", "workers_comp", "self_pay"]),
    fails=col("has_accident_insurer"),
    evidence={"who": col("accident_insurers")},
    says="By the note {who} may be liable for this treatment; {payer} is billed.",
    asks="Whether an accident's insurer comes first is not known.",
    fix="Ask the patient about an open claim; bill the liable insurer first, or say on the claim that there is none.",
    severity="informs",
    basis="contract",
    cites=("x12-carc-2024",),
    proof=("remarks.crash", "remarks.work_injury"),
    carc="20",
)
