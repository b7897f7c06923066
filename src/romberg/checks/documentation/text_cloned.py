"""Text of an earlier visit was carried over into this one.

Copied text shows what was true on another day. Reviewers who see a date, a visit number or a whole note again doubt
that this visit was given as written, and ask for the others.

The clinician writes what happened on this day; what was carried over and is still true is marked as such.

Example: "[copied forward from 05/04/2026]" above a note fails.
"""

from __future__ import annotations

from polars import col, lit

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=lit(True),
    fails=col("is_copied"),
    says="Parts of the note were carried over from an earlier visit.",
    asks="Whether text was carried over from an earlier visit could not be read.",
    fix="Replace what was carried over by what was done, measured and seen on this day.",
    severity="warns",
    basis="good practice",
    cites=("oig-a-05-14-00041", "mbpm-15-220.3"),
    proof=("copied",),
    carc="50",
)
