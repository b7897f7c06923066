"""Someone furnished the service whose work this payer does not pay under this code.

Medicare pays no therapy by aides, athletic trainers or massage therapists, not even incident to a physician. A
student's hands count only where the professional is in the room, directs, and does nothing else. A chiropractor's
services beyond manipulation of the spine are excluded by statute; such a line is billed with GY, for the denial, or
not at all.

Take the line off, or bill only the time of somebody who is paid.

Example: balance training by a student while the therapist treated another patient, billed to Medicare, fails.
"""

from __future__ import annotations

from polars import col, concat_str, lit, when

from romberg.checks.rule import Rule

said_excluded = col("carries_gy").fill_null(False)

rule = Rule(
    grain="line",
    applies=col("has_procedure") & ~said_excluded,
    fails=col("furnished_by_unpaid") | col("is_excluded_chiropractic"),
    evidence={
        "who": when(col("is_excluded_chiropractic"))
        .then(lit("a chiropractor, of whose services this payer covers only manipulation of the spine"))
        .otherwise(concat_str(col("unpaid_people").list.join(" and "), lit(", whose work this payer does not pay"))),
        "instead": when(col("is_excluded_chiropractic"))
        .then(lit("Bill it with GY for the denial, or not at all"))
        .otherwise(lit("Take it off the claim; only time under somebody who is paid may stand")),
    },
    says="{code} was furnished by {who}.",
    asks="The note does not say whether somebody whom {payer} pays furnished or directed {code} throughout.",
    fix="{instead}.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-230", "ngs-chiropractic"),
    proof=("performers", "clinicians", "billed"),
    carc="170",
    card_lines=("not_payable_roles", "dc_therapy_excluded"),
)
