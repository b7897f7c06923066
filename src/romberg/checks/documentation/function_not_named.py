"""Nothing of the patient's life is named that the care is for.

Necessity is shown by what the patient cannot do and must be able to do: stairs, dressing, work, falls at home.
Treatment of a number or of a muscle for its own sake is not covered.

The clinician ties the deficit to a function and to the goal of the plan.

Example: “tight QL, tolerated well” names none; “so he can climb the basement stairs” does.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_treatment"),
    fails=~col("names_function"),
    says="The note names nothing of the patient's life that the care is for.",
    asks="Whether the note names a function that the care is for could not be read.",
    fix="Add what the patient cannot do because of the deficit, and which goal of the plan that is.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.2", "oig-a-05-14-00041"),
    proof=("documentation.assessment", "activities"),
    carc="50",
)
