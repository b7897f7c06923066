"""The charge gives other minutes than the treatment.

Charge slips and flow sheets are often filled in apart. Where the slip says 30 minutes and the note 24, a reviewer
takes the note, and asks where the slip came from.

The clinician finds out which is right, and corrects the other.

Example: “97112 … 30 min” in the charges, “NMR 24 min” in the treatment: fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("charged_minutes").is_not_null()
    & col("has_procedure")
    & col("is_first_of_code")
    & col("is_supported").fill_null(False),
    fails=col("charged_minutes") != col("minutes"),
    evidence={"charged": col("charged_minutes"), "minutes": col("minutes")},
    says="{code} is charged for {charged:minutes}, and the treatment gives {minutes}.",
    asks="The treatment gives no minutes of {code} to compare with those of the charge.",
    fix="Find out from that day's record which figure is right, and correct the other.",
    severity="warns",
    basis="manual",
    cites=("mcpm-5-20.2", "mbpm-15-220.3"),
    proof=("minutes", "billed"),
    carc="151",
)
