"""Massage is billed, and the note gives no reason in muscle or tissue.

97124 is covered for what muscles and tissue cannot do: spasm, tightness, adhesion, swelling. Massage that relaxes is
not.

The clinician adds the finding that it was for; without one it is not billed.

Example: “massage 15 min for relaxation” fails; “effleurage for upper trap spasm” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("muscle_reason"),
    fails=lacks("muscle_reason"),
    evidence={"activities": col("activities")},
    says="The note gives no finding in muscle or tissue that {code} was for.",
    asks="Whether the note gives a reason for {code} could not be read.",
    fix="Add what was found in the muscle and what the massage changed, or do not bill it.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries", "palmetto-l34428"),
    proof=("activities", "services"),
    carc="50",
)
