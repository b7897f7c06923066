"""CQ stands beside GO or GN, or CO beside GP or GN: the assistant is of another discipline than the plan.

CQ is the physical therapist assistant's and goes with GP; CO is the occupational therapy assistant's and goes with GO.
Speech-language pathology has no such assistant under Medicare. A pair that does not fit is returned.

Correct the assistant's modifier, or the discipline's, to the ones that the note shows.

Example: 97530-GO-CQ fails.
"""

from __future__ import annotations

from datetime import date

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    effective=date(2020, 1, 1),
    applies=col("assistant_modifier_wanted")
    & col("billed_units").is_not_null()
    & col("assistant_matches").is_not_null(),
    fails=~col("assistant_matches"),
    evidence={"assistant": col("assistant_modifiers"), "discipline": col("discipline_modifiers")},
    says="{code} carries {assistant} beside {discipline}; CQ goes with GP, and CO with GO.",
    asks="{code} carries {assistant} beside {discipline}; whether {payer} reads them together is not known.",
    fix="Bill {code} with GP and CQ, or with GO and CO, as the note shows who treated.",
    severity="blocks",
    basis="statute",
    cites=("usc-42-1395m-v", "cms-cq-co-examples"),
    proof=("performers", "clinicians", "billed"),
    carc="4",
    card_lines=("assistant_modifier",),
)
