"""The note says of a side or of the patient's help what the earlier notes contradict.

Reviewers read visits side by side. A left knee that becomes a right one, or a transfer that needs the most help on
Monday and none on Wednesday, was typed wrongly in one of the notes, and nobody can tell in which.

The clinician corrects what is wrong by a dated addendum, or writes what happened in between.

Example: the right knee is treated here, and five earlier visits name the left one alone: fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("visits_found").fill_null(0) > 1,
    fails=col("earlier_notes_contradicted").list.len() > 0,
    evidence={"told": col("earlier_notes_contradicted").list.join("; ")},
    says="The note contradicts earlier ones of this patient: {told}.",
    asks="Whether the note contradicts the patient's earlier ones could not be told.",
    fix="Correct what is wrong by a dated addendum, or write what happened in between.",
    severity="warns",
    basis="good practice",
    cites=("oig-a-05-14-00041", "design-patterns"),
    proof=("earlier_contradicted",),
    carc="50",
)
