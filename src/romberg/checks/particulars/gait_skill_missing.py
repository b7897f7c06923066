"""Gait training names no deviation, device, help or cue: it reads as a walk.

Walking with a patient is no skilled service. 97116 is paid for work on how the patient walks: the deviation, the
device, the help given, the cue, the surface. “Walked 200 ft” is denied as not skilled.

The clinician adds what was wrong with the gait and what was done about it.

Example: “ambulated 200 ft x 2” fails; “200 ft with quad cane, cue for heel strike, CGA” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, lacks, wants

rule = Rule(
    grain="line",
    applies=col("has_procedure") & wants("gait_skill"),
    fails=lacks("gait_skill"),
    evidence={"activities": col("activities")},
    says="{code} is described as {activities:quoted}: no deviation, device, help or cue.",
    asks="Whether {code} is described with a deviation or help could not be read.",
    fix="Add the deviation, the device, the help and the cue that made it training; a mere walk is not billed.",
    severity="warns",
    basis="manual",
    cites=("palmetto-l34428", "webpt-code-boundaries"),
    proof=("activities", "services"),
    carc="50",
)
