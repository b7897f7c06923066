"""Both codes of an edit pair carry a modifier for a distinct service.

One is enough to part them: since July 2019 on either code. 59 on every line of a visit is the habit that payers'
letters warn of, and it hides the one place where something was apart.

Leave it on the code that was apart, the one that is not paid beside the other.

Example: 98940-59 and 97140-59 are told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("ncci_applies") & col("billed_units").is_not_null() & (col("distinct_count") > 0),
    fails=col("distinct_on_both"),
    evidence={"written": col("distinct_modifiers")},
    says="{code} carries {written}, and so does the code that is paid beside it; one of the two is enough.",
    asks="{code} carries {written}; whether the other code of its pair does is not known.",
    fix="Take {written} off {code}, and leave it on the code that was apart.",
    severity="informs",
    basis="payer policy",
    cites=("dynamicchiropractic-59", "webpt-distinct-2019"),
    proof=("billed",),
    card_lines=("ncci",),
)
