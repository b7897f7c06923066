"""A therapist's visit carries an injury code whose last sign says active treatment of the injury.

The seventh sign A is for the surgery, the emergency room and the physician who treats the injury itself; D is for the
healing phase, to which therapy after it belongs, and S for what the injury left behind. Reviewers read an A on the
thirtieth therapy visit as a slip of the template.

Use D, or S for a late consequence; keep A only where the therapist is the first to treat the injury.

Example: S83.511A on a visit after knee surgery is told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=(col("diagnoses").list.len() > 0) | col("claim_diagnoses").is_not_null(),
    fails=col("injuries_as_new").list.len() > 0,
    evidence={"codes": col("injuries_as_new")},
    says="{codes} says active treatment of the injury itself; therapy in its healing phase carries D.",
    asks="Whether an injury is coded as new is not known.",
    fix="Use the seventh sign D for the healing phase, or S for what the injury left behind.",
    severity="informs",
    basis="regulation",
    cites=("icd10-guidelines-injury",),
    proof=("diagnoses",),
    carc="11",
)
