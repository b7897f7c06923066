"""The note claims progress, and every measure that it compares got worse.

No gain is no denial by itself; a claim of gain that the figures contradict is one for the whole note. Either the
words were carried over, or a figure is wrong, or something else improved that is not measured.

The clinician says what the worse figure means, or corrects what is wrong.

Example: “progressing well” with Berg 38 after 42 and nothing else compared fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("measures_worse").list.len() > 0,
    fails=col("progress_claimed") & (col("measures_better").list.len() == 0),
    evidence={"worse": col("measures_worse")},
    says="The note claims progress, and what it measures got worse: {worse}.",
    asks="Whether the note claims progress could not be read.",
    fix="Say what the worse value means and what is changed because of it, or correct the value.",
    severity="warns",
    basis="good practice",
    cites=("mbpm-15-220.2", "oig-a-05-14-00041"),
    proof=("documentation.assessment", "measures"),
    carc="50",
)
