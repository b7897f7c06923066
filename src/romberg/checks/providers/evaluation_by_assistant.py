"""An assistant furnished the evaluation or re-evaluation.

An evaluation takes the judgement of a therapist: Medicare, UnitedHealthcare, TRICARE and the practice acts leave it
to the PT, OT or SLP. An assistant may gather data under direction; an evaluation that the assistant did, or alone
signed, is not paid.

The therapist evaluates and signs, or the line comes off.

Example: 97161 signed by a PTA alone fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=(col("service") == "evaluation") & (col("has_procedure") | col("billed_units").is_not_null()),
    fails=col("by_assistant_alone"),
    says="{code} is an evaluation, and only an assistant furnished or signed it.",
    asks="{code} is an evaluation; the note does not say who furnished it.",
    fix="Let the therapist evaluate and sign, or take {code} off.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-230", "uhc-pt-ot-em"),
    proof=("performers", "clinicians", "billed"),
    carc="8",
)
