"""An assistant furnished the service, and this payer did not pay assistants on that day.

TRICARE authorised physical and occupational therapy assistants for services from 2020-04-16 on; before, only the
therapist's own work was paid. Other payers' cards say where they pay none.

Bill only what the therapist furnished.

Example: 97110 by a PTA for a TRICARE patient in March 2020 fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("assistants_payable").is_not_null() & (col("has_procedure") | col("billed_units").is_not_null()),
    fails=~col("assistants_payable") & col("by_assistant") & ~col("by_therapist"),
    says="An assistant furnished {code}; {payer} did not pay assistants that day.",
    asks="{payer} did not pay assistants that day; who furnished {code} is not told.",
    fix="Take {code} off, or bill only what the therapist furnished.",
    severity="blocks",
    basis="payer policy",
    cites=("fr-85-15061",),
    proof=("performers", "billed"),
    carc="170",
    card_lines=("assistants_payable",),
)
