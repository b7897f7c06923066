"""Two codes of one day form an edit pair, and nothing on the claim or in the note sets them apart.

Under Medicare's code pair edits the second code of a pair is not paid beside the first. For some pairs a modifier for
a distinct service (59, or XE, XS, XP, XU) opens the edit, and only where the note shows that the services were apart:
in time or, beside a manipulation of the spine, in another region. For other pairs nothing opens it. The edition of
the date counts.

Take the second code off, or add the modifier where the note proves what it says.

Example: 98940 and 97140-59, both to the neck, fail; 97110 with 97112 is no pair at all.
"""

from __future__ import annotations

from polars import col, lit, when

from romberg.checks.rule import Rule

same_region = col("is_region_pair") & ~col("ncci_separate")
proved = col("ncci_separate") & ~col("ncci_never")

rule = Rule(
    grain="line",
    applies=col("ncci_applies") & col("ncci_partner").is_not_null() & ~col("carries_gy").fill_null(False),
    fails=col("ncci_never") | ~col("ncci_parted") | ~col("ncci_separate"),
    evidence={
        "partner": col("ncci_partner"),
        "mark": col("ncci_mark"),
        "why": when(col("ncci_never"))
        .then(lit("and no modifier changes that"))
        .when(same_region)
        .then(lit("and the note shows both in one region"))
        .when(~col("ncci_parted"))
        .then(lit("unless 59 or an X modifier says that they were apart, and neither line carries one"))
        .otherwise(lit("unless the note shows that they were apart")),
        "instead": when(proved & col("is_region_pair"))
        .then(lit("Add XS (or 59): the note shows them in other regions, ") + col("ncci_both"))
        .when(proved)
        .then(lit("Add 59 (or the X modifier that fits): the note shows them apart, ") + col("ncci_both"))
        .otherwise(lit("Take the line off, unless the clinician can show from that day's record that they were apart")),
    },
    says="{code} is not paid beside {partner} on one day, {why}.",
    asks="{code} is not paid beside {partner} unless the services were apart; the note does not show whether they "
    "were.",
    fix="{instead}.",
    severity="blocks",
    basis="payer policy",
    cites=("ncci-2024q3", "ncci-manual-11"),
    proof=("activities", "pair_partner", "billed"),
    carc="236",
    card_lines=("ncci",),
)
