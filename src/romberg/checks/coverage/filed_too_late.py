"""The claim was filed after the payer's last day for it.

Medicare takes a claim for twelve months after the service, Cigna for 90 days, others for 95 to 365. A late claim is
denied, and the patient of a Medicare or network clinic may not be billed for it.

Show why it is late where the payer knows an exception, else write it off.

Example: a Cigna visit of 2026-01-05, filed on 2026-04-20, fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("filed_on").is_not_null(),
    fails=col("filed_on") > col("filing_deadline"),
    evidence={"filed": col("filed_on"), "deadline": col("filing_deadline"), "on": col("service_date")},
    says="The claim was filed on {filed}; {payer} takes one for {on} until {deadline}.",
    asks="The claim was filed on {filed}; until when {payer} takes one for that visit is not known.",
    fix="Show {payer} why the claim is late where an exception holds (another payer first, a retroactive cover).",
    severity="blocks",
    basis="payer policy",
    cites=("cfr-42-424.44",),
    proof=("header.service_date",),
    carc="29",
    card_lines=("timely_filing",),
)
