"""The same codes and units are billed at every visit.

Payers compare a clinic's days. The same codes with the same units for every visit of an episode look billed by
habit, not by what was done, and draw a request for the notes.

Somebody compares each visit's units with its own minutes; nothing is changed where they agree.

Example: eight visits in a row with 97112 x2 and 97110 x1 are told; seven are not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

VISITS = 8

rule = Rule(
    grain="visit",
    applies=(col("visits_found").fill_null(0) >= VISITS) & col("has_billed"),
    fails=col("same_units_visits") >= VISITS,
    evidence={"visits": col("same_units_visits")},
    says="The same codes and units are billed at {visits} visits in a row.",
    asks="Whether the charges are those of the visits before cannot be told.",
    fix="Compare the units of these visits with their minutes; where both agree, nothing has to change.",
    severity="informs",
    basis="good practice",
    cites=("oig-a-05-14-00041",),
    proof=("billed",),
    carc=None,
)
