"""Two diagnoses exclude one another by a note of the code set.

An Excludes1 note says that two codes describe the same thing twice, or cannot both be: R42 (dizziness) beside H81
(vestibular disorders), R26 (abnormal gait) beside R27.0 (ataxia). Payers deny one or both. They may stand together
only where the two conditions have nothing to do with one another.

Leave the code that says more, or write why both are there.

Example: H81.11 with R42 is told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=(col("diagnoses").list.len() > 1) | (col("claim_diagnoses").list.len() > 1).fill_null(False),
    fails=col("diagnosis_conflicts").list.len() > 0,
    evidence={"conflicts": col("diagnosis_conflicts").list.join(" ").str.strip_suffix(".")},
    says="{conflicts}.",
    asks="Whether some of the diagnoses exclude one another is not known.",
    fix="Leave the code that says more on the claim, or write why the two have nothing to do with one another.",
    severity="informs",
    basis="regulation",
    cites=("icd10cm-2026-04",),
    proof=("diagnoses",),
    carc="11",
)
