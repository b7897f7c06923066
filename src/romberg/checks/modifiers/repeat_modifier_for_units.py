"""76 or 77 stands on a timed code, as if a further unit were a repeated procedure.

A timed code's further quarter hours are units of one line. 76 (same clinician) and 77 (another) say that a whole
procedure was done again; on a timed therapy code the second line is rejected as a duplicate or drawn into review.

Put all units of the day on one line; another modifier (CQ, 59) alone makes a second one.

Example: 97110 x1 and 97110-76 x1 warn.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

one_line = parameter("medicare.claim_lines.one_line_per_timed_code")
written = col("modifiers").list.set_intersection(["76", "77"])

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & col("timed") & col("carries_repeat"),
    fails=one_line,
    evidence={"written": written},
    says="{code} carries {written}; its quarter hours are units of one line, no repeated procedure.",
    asks="{code} carries {written}; whether its units had to stand on one line that day is not known.",
    fix="Put all units of {code} on one line, without {written}.",
    severity="warns",
    basis="manual",
    cites=("mcpm-5-20.2",),
    proof=("billed",),
    carc="18",
)
