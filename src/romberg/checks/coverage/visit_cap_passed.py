"""The visit is beyond the number that this payer pays for an injury or a year.

California's workers' compensation pays 24 visits each of chiropractic, physical and occupational therapy for an
injury, unless the administrator authorises more in writing or an operation came before. A card of the clinic's own
can hold a plan's cap. A number of authorised visits in the note goes before the cap.

Get more visits authorised in writing.

Example: visit 25 for an injured worker in California warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

more = (col("authorized_visits") >= col("visit_number")).fill_null(False)

rule = Rule(
    grain="visit",
    applies=col("visit_cap").is_not_null(),
    fails=(col("visit_number") > col("visit_cap")) & ~more,
    evidence={"number": col("visit_number"), "cap": col("visit_cap")},
    says="This is visit {number}; {payer} pays {cap} without further leave.",
    asks="{payer} pays {cap} visits without further leave; the note does not say which one this is.",
    fix="Get further visits authorised in writing, and name the authorisation in the note.",
    severity="warns",
    basis="payer policy",
    cites=("x12-carc-2024",),
    proof=("plan.visit_number", "plan.authorized_visits"),
    carc="119",
    card_lines=("visit_cap",),
)
