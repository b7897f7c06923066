"""GA, GX or GZ stands on a claim to a Medicare Advantage plan, for which there is no ABN.

The notice of non-coverage belongs to original Medicare. A plan decides beforehand, by an organisation determination;
without one the clinic may not charge the patient, whatever was signed.

Ask the plan for its decision before the visit, and take the modifier off.

Example: 97112-GP-GA to a Medicare Advantage plan warns.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

written = col("notice_modifiers").list.set_intersection(["GA", "GX", "GZ"])

rule = Rule(
    grain="line",
    effective=date(2014, 5, 5),
    applies=col("billed_units").is_not_null(),
    fails=col("carries_notice") | col("carries_gz"),
    evidence={"written": written},
    says="{code} carries {written}; {payer} takes no ABN, and decides beforehand instead.",
    asks="Whether {code} may carry {written} that day is not known.",
    fix="Take {written} off {code}, and ask {payer} for its decision before such a visit.",
    severity="warns",
    basis="manual",
    cites=("rcmguide-notices",),
    proof=("billed", "remarks.notice_signed"),
    carc="4",
    payers=("medicare_advantage",),
)
