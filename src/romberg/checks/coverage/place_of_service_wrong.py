"""The claim's place of service is not where the note says that the visit took place.

11 is the office, 12 the patient's home, 19 and 22 a hospital's outpatient department, 03 a school. The place decides
who may bill and at which rate; a wrong one is denied, or paid wrongly and taken back.

Write the place where the patient was.

Example: place of service 11 for a visit in the patient's home warns.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",
    applies=col("place_of_service").is_not_null() & (col("setting") != "telehealth"),
    fails=~col("place_fits").fill_null(True),
    evidence={"place": col("place_of_service"), "setting": col("setting")},
    says="The claim says place of service {place}; the note tells of a visit at another place ({setting}).",
    asks="The claim says place of service {place}; where the visit took place is not told.",
    fix="Write the place of service where the patient was.",
    severity="warns",
    basis="manual",
    cites=("cms-pos",),
    proof=("header.setting",),
    carc="5",
)
