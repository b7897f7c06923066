"""Manual therapy is billed, and the note names no restriction that it was for.

Hands-on work is covered where a joint or tissue is restricted: lost motion, stiffness, adhesion, swelling, guarding,
pain with motion. Without it the work reads as comfort.

The clinician adds what was found under the hands, and what changed.

Example: soft tissue work to the calf in a note without a finding at the calf fails; “DF 8 to 12 deg after” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("restriction"),
    fails=lacks("restriction"),
    evidence={"activities": col("activities")},
    says="The note names no restriction of motion or tissue that {code} was for.",
    asks="Whether the note names a restriction for {code} could not be read.",
    fix="Add the restriction that was found (motion, tissue, swelling), and what changed in it.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries", "palmetto-l34428"),
    proof=("activities", "services"),
    carc="50",
)
