"""The note says that no therapist was on site while an assistant treated, on a day when that was asked for.

In a private practice Medicare wanted direct supervision until the end of 2024: the therapist in the office suite. From
2025 general supervision is enough: the therapist directs and can be reached. Institutions have had general supervision
all along, and a stricter state law wins. Work without the supervision of its day is not paid.

Take the assistant's time off; from 2025 name who supervised and how that person could be reached.

Example: "no PT on site" at a PTA's visit in 2024 fails, and in 2026 does not.
"""

from __future__ import annotations

from polars import col, lit, when

from romberg.checks.rule import Rule, parameter

level = (
    when(col("setting") == "hospital-outpatient")
    .then(parameter("medicare.supervision.institution"))
    .otherwise(parameter("medicare.supervision.private_practice"))
)

rule = Rule(
    grain="line",
    applies=col("by_assistant") & col("assistant_alone"),
    fails=level == lit("direct"),
    evidence={"level": level},
    says="The note says that no therapist was on site while an assistant furnished {code}; {payer} wanted {level} "
    "supervision that day.",
    asks="The note says that no therapist was on site; what supervision {payer} wanted that day is not known.",
    fix="Take the assistant's part of {code} off, unless the therapist was in the office and the note is wrong.",
    severity="blocks",
    basis="regulation",
    cites=("doctorsmanagement-supervision-2025", "mbpm-15-230"),
    proof=("remarks.assistant_alone", "performers"),
    carc="170",
    payers=("medicare",),
)
