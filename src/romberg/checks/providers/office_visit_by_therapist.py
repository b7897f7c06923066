"""An office visit of a physician is billed by a therapist.

99202 to 99215 are evaluation and management, for physicians and practitioners who may manage a patient. A PT, OT or
SLP evaluates under codes of its own (97161 to 97168, 92521 to 92524). Medicare and UnitedHealthcare pay therapists
none of the former.

Bill the therapist's own evaluation where one was done.

Example: a physical therapist's 99213 fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

office = ["99202", "99203", "99204", "99205", "99211", "99212", "99213", "99214", "99215"]

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null() & col("code").is_in(office),
    fails=col("discipline").is_in(["PT", "OT", "SLP"]),
    evidence={"by": col("discipline")},
    says="{code} is a physician's office visit, and {by} bills it.",
    asks="{code} is a physician's office visit; who bills it is not told.",
    fix="Bill the evaluation code of {by} where an evaluation was done, else take {code} off.",
    severity="blocks",
    basis="payer policy",
    cites=("uhc-pt-ot-em",),
    proof=("clinicians", "billed"),
    carc="8",
)
