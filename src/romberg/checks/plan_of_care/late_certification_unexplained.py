"""The note names a delayed certification without the reason for the delay.

Medicare takes a certification that comes late, and for good: with its reason written down and signed. Without a reason
the visits before it stay uncovered.

Write why it is late (physician on leave, fax not received) beside the signature.

Example: "late recert sent" without a word why warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, parameter

taken = parameter("medicare.certification.late_with_reason_accepted")

rule = Rule(
    grain="visit",
    applies=col("certification_wanted") & col("late_certification").is_not_null(),
    fails=(col("late_certification") == "unexplained") & taken,
    says="The note names a delayed certification, and no reason for the delay.",
    asks="The note names a delayed certification; whether a reason makes it good that day is not known.",
    fix="Write the reason for the delay beside the signature.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.1",),
    proof=("remarks.late_certification",),
    carc="272",
    card_lines=("certification",),
)
