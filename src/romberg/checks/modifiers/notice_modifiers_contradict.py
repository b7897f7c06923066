"""Two notice modifiers on one line contradict one another.

GA: a required notice was signed. GZ: none was, and a denial is expected. GX: a voluntary notice was given. GY: the law
excludes the service. Only GX with GY goes together; Medicare rejects a line with GX beside GA or GZ, and GA beside GZ
says that the patient both signed and did not.

Leave the one that is true.

Example: 97110-GA-GZ fails.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2010, 4, 1),
    applies=col("billed_units").is_not_null() & (col("notices_count") > 0),
    fails=~col("notices_agree"),
    evidence={"written": col("notice_modifiers").list.unique(maintain_order=True)},
    says="{code} carries {written}, which cannot all be true.",
    asks="{code} carries {written}; the day of the visit is not known.",
    fix="Leave on {code} the one that is true: GA signed, GZ not signed, GX given freely, GY excluded by law.",
    severity="blocks",
    basis="manual",
    cites=("mm6563-notices",),
    proof=("billed",),
    carc="4",
    payers=("medicare",),
)
