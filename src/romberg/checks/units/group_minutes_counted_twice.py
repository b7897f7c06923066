"""Group and one-to-one services together take longer than the treatment lasted.

A minute is either shared or one-to-one. Where the group's minutes and the timed ones add up to more than the total
treatment time, some were counted twice.

The clinician parts the time of the group from the time alone with the patient.

Example: group 30 min and 97112 24 min within 40 minutes of treatment fail.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("is_group_code") & col("has_procedure") & (col("timed_sum") > 0) & col("is_first_of_code"),
    fails=(col("minutes") <= col("total_minutes_stated"))
    & ((col("minutes") + col("timed_sum")) > col("total_minutes_stated")),
    evidence={"group": col("minutes"), "single": col("timed_sum"), "total": col("total_minutes_stated")},
    says="The group's {group} and the one-to-one {single:minutes} do not fit into {total:minutes} of treatment.",
    asks="The note does not give the minutes of the group, or of the whole treatment, apart from the one-to-one time.",
    fix="Part the minutes of the group from those alone with the patient, from that day's record.",
    severity="blocks",
    basis="manual",
    cites=("mbpm-15-230", "apta-group"),
    proof=("minutes", "header.total_minutes"),
    carc="151",
)
