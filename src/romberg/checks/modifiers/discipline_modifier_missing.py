"""A therapy line carries none of GP, GO and GN, by which the payer tells whose plan of care it is.

Medicare wants GP (physical), GO (occupational) or GN (speech) on every always-therapy code, whoever bills it, and on
a sometimes-therapy code under a therapist's plan; UnitedHealthcare, Anthem and the VA ask for the same. A line
without is returned or denied. The charges in a note are no claim yet, and often short: there this is a reminder.

Put the modifier of the discipline on the line, first of all modifiers.

Example: 97112 under a PT plan, billed to Medicare as 97112-59, fails.
"""

from __future__ import annotations

from datetime import date

from polars import col, lit, when

from romberg.checks.rule import Rule

therapists = col("discipline").is_in(["PT", "OT", "SLP"])
# Where nobody knows whether the payer wants one, only a claim that is going out makes it a question.
wanted = when(col("therapy_modifiers_wanted").is_null() & ~col("has_claim")).then(False)

rule = Rule(
    grain="line",
    effective=date(2018, 1, 1),
    applies=col("billed_units").is_not_null()
    & (col("has_claim") | col("names_payer"))
    & ((col("therapy") == "always") | ((col("therapy") == "sometimes") & therapists))
    & ~col("is_excluded_chiropractic").fill_null(False)
    & ~col("carries_gy").fill_null(False)
    & wanted.otherwise(col("therapy_modifiers_wanted")),
    fails=col("disciplines_count") == 0,
    evidence={
        "due": when(col("discipline_due").is_null()).then(lit("GP, GO or GN")).otherwise(col("discipline_due")),
        "seen": when(col("has_claim"))
        .then(lit("the line carries none"))
        .otherwise(lit("the charge in the note carries none yet")),
    },
    says="{payer} wants {due} on {code}; {seen}.",
    asks="Whether {payer} wants {due} on {code} is not known.",
    fix="Put {due} on {code}, before the other modifiers.",
    severity="informs",
    blocks_when=col("has_claim"),
    basis="manual",
    cites=("cr-10176", "mcpm-5-20.1"),
    proof=("clinicians", "billed"),
    safe_fix=True,
    carc="4",
    card_lines=("therapy_modifiers",),
)
