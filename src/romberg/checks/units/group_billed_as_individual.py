"""Patients were treated together, and the time is billed one-to-one.

Two or more patients with one clinician at a time are a group, whatever each of them does. Group treatment is one
untimed unit for each patient; a one-to-one code needs the clinician's attention on one patient alone.

Bill the group code for the group time, and a one-to-one code only for episodes that the note tells apart.

Example: "handwriting with 3 students together", billed 97530 x 2, fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=(col("has_procedure") | col("is_group_service")) & ~col("is_group_code") & ~col("is_unattended_service"),
    fails=col("is_group_service"),
    evidence={"activities": col("activities"), "minutes": col("minutes")},
    says="{code} is a one-to-one code, and the note shows patients treated together: {activities:quoted}.",
    asks="Whether {code} was furnished one-to-one or to several patients at once is not known.",
    fix="Bill the group code, one unit; keep {code} only for one-to-one time that the note sets apart.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-230",),
    proof=("flags.group", "activities", "billed"),
    carc="150",
    route="corrected claim",
)
