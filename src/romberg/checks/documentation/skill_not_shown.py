"""The note does not show what needed a therapist's, or a chiropractor's, skill.

A service is covered only where it takes a clinician's skill: cueing, guarding, grading, hands-on help, a decision
made on what was seen. Exercise done independently, and care that keeps things as they are without a reason why skill
is needed for it, are not paid. No gain is no denial by itself: skilled maintenance is covered where the note says why
it is skilled.

The clinician adds what was done beside the patient and why; where nothing was, the service is not billed.

Example: "independent with all exercises, performs without cues" fails.
"""

from __future__ import annotations

from polars import col, lit, when

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("has_treatment") & col("has_specific_activities"),
    fails=~col("has_skilled_intervention"),
    evidence={
        "own_words": when(col("is_maintenance")).then(lit(" and itself calls the care maintenance")).otherwise(lit("")),
    },
    says="The note does not show what took a clinician's skill{own_words}.",
    asks="Whether the note shows a clinician's skill could not be read.",
    fix="Add the cues, guarding, hands-on help or grading given, and why; if there was none, do not bill it as "
    "skilled care.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-220.2", "oig-a-05-14-00041"),
    proof=("maintenance", "activities"),
    carc="50",
)
