"""This payer wants start and stop of each timed code, and the note gives none.

Anthem asks for time in and out of each code since July 2025; the professional association objects. A note with
minutes alone is good for Medicare, and may be denied there.

The clinician writes start and stop of each timed code, from now on; they are not made up afterwards.

Example: “97112 24 min” to Anthem in 2026 fails; “97112 10:00-10:24” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("start_and_stop_times").fill_null(False)
    & col("timed")
    & col("has_procedure")
    & col("is_first_of_code"),
    fails=~col("has_clock_times"),
    says="{payer} wants start and stop of {code}, and the note gives none.",
    asks="Whether start and stop of {code} stand in the note could not be read.",
    fix="Write start and stop of each timed code; do not make them up afterwards.",
    severity="informs",
    basis="payer policy",
    cites=("apta-anthem-2025",),
    proof=("minutes", "services"),
    carc="251",
    card_lines=("start_and_stop_times",),
)
