"""An aftercare code stands beside the code of an injury, which says the same by its seventh sign.

Z47, Z48 and Z51.89 describe aftercare of an operation or a disease. The guidelines give the aftercare of an injury to
the injury code itself, with D; an aftercare code beside it, or in its place, is denied by some payers.

Leave the injury code with D.

Example: Z47.89 beside S72.141D is told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=(col("diagnoses").list.len() > 1) | (col("claim_diagnoses").list.len() > 1).fill_null(False),
    fails=col("aftercare_of_injury").list.len() > 0,
    evidence={"codes": col("aftercare_of_injury")},
    says="{codes} is aftercare, and the injury code beside it says that already by its seventh sign.",
    asks="Whether an aftercare code stands beside an injury is not known.",
    fix="Leave the injury code with the seventh sign D, and take {codes} off.",
    severity="informs",
    basis="regulation",
    cites=("icd10-guidelines-injury",),
    proof=("diagnoses",),
    carc="11",
)
