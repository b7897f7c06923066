"""Massage or a passive modality is billed under a code of active treatment.

97112, 97110 and 97530 are for what the patient does with the clinician's help. Massage has its own code, and so have
heat, ultrasound and the other modalities; some of them are not paid at all. Billed under an active code they are
denied, and they draw audits.

Bill the service that the words show, where it is payable.

Example: "effleurage to the upper back, 15 min", billed 97112, fails.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("has_procedure") & col("billed_units").is_not_null() & ~col("is_unattended_service"),
    fails=col("is_unrelated_service"),
    evidence={"activities": col("activities"), "supported": col("supported_code")},
    says="{code} is billed for {activities:quoted}, which is another service ({supported}).",
    asks="What was done under {code} is not known.",
    fix="Bill {supported} where it is payable, or show the active treatment that {code} stands for.",
    severity="blocks",
    basis="manual",
    cites=("webpt-code-boundaries", "palmetto-l34428"),
    proof=("activities", "billed"),
    carc="150",
    route="corrected claim",
)
