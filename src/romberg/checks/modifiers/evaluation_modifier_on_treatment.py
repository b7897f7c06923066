"""25 stands on a treatment code.

25 says that an office visit or evaluation was apart from a procedure of the same day; it belongs to the evaluation,
not to the procedure. On a therapy or manipulation code it is read as an error, and the line comes back.

Take 25 off; where two services were apart, 59 or an X modifier on the pair says so, and only where the note shows it.

Example: 97140-25 beside 98940 warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("has_claim")
    & col("billed_units").is_not_null()
    & col("carries_evaluation")
    & ~col("code").cat.starts_with("99"),
    fails=col("service") != "evaluation",
    says="{code} carries 25, which belongs to an evaluation.",
    asks="{code} carries 25, and is in none of our tables of therapy codes.",
    fix="Take 25 off {code}.",
    severity="warns",
    basis="manual",
    cites=("ncci-manual-1",),
    proof=("billed",),
    safe_fix=True,
    carc="4",
)
