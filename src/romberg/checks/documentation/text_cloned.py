"""Text of another visit was carried over into this one.

Copied text shows what was true on another day. Reviewers who see a date, a visit number or a whole note again doubt
that this visit was given as written, and ask for the others. Where notes are checked together, the sentences on what
the patient said, how they responded and what the clinician makes of it are laid beside the other notes; headings, lists
of exercises and a clinic's stock phrases are not.

The clinician writes what happened on this day; what was carried over and is still true is marked as such.

Example: "[copied forward from 05/04/2026]" above a note fails, and so do four sentences of which three stood in a note
of two days ago.
"""

from __future__ import annotations

from polars import col, concat_str, lit, when

from romberg.checks.rule import Rule

SHARE_PERCENT = 75
shared = (col("copied_percent") >= SHARE_PERCENT).fill_null(False)
whose = when(col("copied_from_other")).then(lit("another patient's note")).otherwise(lit("the note"))

rule = Rule(
    grain="visit",
    applies=lit(True),
    fails=col("is_copied") | shared,
    evidence={
        "from": when(shared & col("copied_from_other")).then(lit("another note")).otherwise(lit("an earlier visit")),
        "how": when(shared)
        .then(
            concat_str(
                lit(": "),
                col("copied_percent"),
                lit(" % of its sentences on state, response and assessment stand word for word in "),
                whose,
                lit(" of "),
                col("copied_from_date").dt.to_string("%Y-%m-%d"),
            )
        )
        .otherwise(lit("")),
    },
    says="Parts of the note were carried over from {from}{how}.",
    asks="Whether text was carried over from an earlier visit could not be read.",
    fix="Replace what was carried over by what was done, measured and seen on this day.",
    severity="warns",
    basis="good practice",
    cites=("oig-a-05-14-00041", "mbpm-15-220.3"),
    proof=("copied",),
    carc="50",
)
