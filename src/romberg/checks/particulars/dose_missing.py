"""An exercise or activity is named without its dose: how much, how long, on what, against what.

A reviewer compares the dose of one visit with that of the next: where it never changes, or never stands there,
nothing shows that the work was graded. Repetitions, time, load, distance, surface or level of difficulty are enough;
one of them per service.

The clinician adds what was dosed that day, from memory of that day only.

Example: “hip hinge with stick” has none; “hip hinge with stick 3 x 8, 6 lb” has.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("dose"),
    fails=lacks("dose"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted} without any dose.",
    asks="Whether {code} is described with its dose could not be read.",
    fix="Add repetitions, time, load, distance, surface or level, and how it differs from the last visit.",
    severity="informs",
    basis="good practice",
    cites=("hns-97112", "mbpm-15-220.3"),
    proof=("activities", "services"),
    carc="50",
)
