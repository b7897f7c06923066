"""A provider number on the claim cannot exist.

An NPI has ten digits, begins with 1 or 2, and its last digit follows from the others. A number that does not fit was
mistyped; the claim is rejected before anybody reads it.

Look the number up, and correct it.

Example: 1234567890 as rendering NPI fails; 1234567893 is one in form.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_claim"),
    fails=col("npi_faults").fill_null([]).list.len() > 0,
    evidence={"faults": col("npi_faults")},
    says="The {faults} cannot exist: ten digits, the first 1 or 2, the last by the check sum.",
    asks="Whether the numbers on the claim can exist is not known.",
    fix="Look the number up, and correct it.",
    severity="blocks",
    basis="regulation",
    cites=("cfr-45-162.406",),
    proof=("clinicians",),
    carc="16",
)
