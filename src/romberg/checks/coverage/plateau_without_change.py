"""The note says that progress has stopped, and the plan goes on as before.

No gain is no denial by itself. What a reviewer asks for then is a reason (illness, a flare, surgery), a changed plan,
or a statement that the care keeps what has been reached and takes skill. "Plateaued, continue" says that the
treatment does not work and goes on.

Change the plan and say how, give the reason, say that it is skilled maintenance, or discharge.

Example: "strength plateaued over three visits. P: continue 2x/wk" warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("is_plateau") & (col("kind") != "discharge") & ~col("is_maintenance"),
    fails=~col("plan_changed"),
    says="The note says that progress has stopped, and neither a reason nor a change of the plan follows.",
    asks="The note says that progress has stopped; what follows from it is not told.",
    fix="Write why, and what changes now; or say that the care is skilled maintenance; or discharge.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.2", "jimmo-2013"),
    proof=("remarks.plateau", "documentation.plan"),
    carc="50",
)
