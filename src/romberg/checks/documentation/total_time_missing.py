"""The note does not state its total timed minutes and its total treatment time.

Medicare's manual wants both in every treatment note: the minutes of the timed codes together, and the whole treatment
time with the untimed services. They cap the units. The auditors of CERT name their absence among the first reasons
for "insufficient documentation". Other payers ask less often, so there it is a warning.

The clinician states both figures; they are not worked out from the units that were billed.

Example: "22 minutes" and "14 minutes" beside two services, and no total, fails; "Timed 36, total 42" does not.
"""

from __future__ import annotations

from polars import col, lit, when

from romberg.checks.rule import Rule

timed_missing = col("has_timed") & col("timed_minutes_stated").is_null()
total_missing = col("total_minutes_stated").is_null()

rule = Rule(
    grain="visit",
    applies=col("has_timed") | (col("has_therapy") & (col("payer_family") == "medicare")),
    fails=timed_missing | total_missing,
    evidence={
        "missing": when(timed_missing & total_missing)
        .then(lit("neither its total timed minutes nor its total treatment time"))
        .when(timed_missing)
        .then(lit("its total treatment time but not its total timed minutes"))
        .otherwise(lit("no total treatment time")),
    },
    says="The note states {missing}.",
    asks="Whether a timed code was furnished is not known, so the totals that the note must state are not known "
    "either.",
    fix="State the total timed minutes and the total treatment minutes of the visit, from that day's own record.",
    severity="warns",
    blocks_when=col("total_time_demanded"),
    basis="manual",
    cites=("mbpm-15-220.3", "cert-physical-therapy-2024"),
    proof=("header.timed_minutes", "header.total_minutes", "billed"),
    carc="16",
    card_lines=("total_time_demanded",),
)
