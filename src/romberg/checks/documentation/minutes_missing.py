"""A timed code stands in the note without its minutes.

Units of a timed code are minutes. Without them nobody can tell what the code earned; where the note at least states
its total timed minutes Medicare can still count the visit, but not compare the code with it.

The clinician adds the minutes if they are known from that day (a flowsheet, a clock time), never from the units
billed.

Example: "NMR: tandem walk" fails; "NMR 12 min: tandem walk" does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("timed") & col("has_procedure"),
    fails=col("minutes").is_null(),
    evidence={"activities": col("activities")},
    says="{code} counts time, and the note gives no minutes for {activities:quoted}.",
    asks="Whether {code} counts time is not known, so its minutes cannot be judged.",
    fix="Add the minutes of {code} from that day's own record; do not work them back from the units.",
    severity="warns",
    blocks_when=col("timed_minutes_stated").is_null(),
    basis="manual",
    cites=("mcpm-5-20.2", "mbpm-15-220.3"),
    proof=("activities", "billed"),
    carc="151",
)
