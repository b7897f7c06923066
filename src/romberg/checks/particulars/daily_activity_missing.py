"""Training for daily life is billed, and no activity of daily life is named.

97535 and 97537 are for a named activity: dressing, cooking, a bath transfer, shopping, a task at work, or the
equipment for it. “ADL training performed” shows none.

The clinician names the activity and what the patient could do of it.

Example: “ADL training performed” fails; “donning socks with a sock aid, min A” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("daily_activity"),
    fails=lacks("daily_activity"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted}, and no activity of daily life is named.",
    asks="Whether {code} names an activity of daily life could not be read.",
    fix="Name the activity that was trained, the method or equipment, and how much help was needed.",
    severity="warns",
    basis="manual",
    cites=("webpt-code-boundaries", "palmetto-l34428"),
    proof=("activities", "services"),
    carc="50",
)
