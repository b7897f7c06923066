"""The payer's card names the code among those that it never pays.

Cigna pays no needling, infrared or vasopneumatic device, Humana (as of 2018) no aquatic or group treatment and no
sensory integration, TRICARE no needling. What a payer leaves out stands on its card, with the day and the source of
it.

Tell the patient before the visit, or treat by a service that is paid.

Example: 20560 billed to Cigna is told of.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("billed_units").is_not_null(),
    fails=col("is_never_paid"),
    says="{payer} does not pay {code}.",
    asks="Whether {payer} pays {code} is not known.",
    fix="Take {code} off, or bill the patient where told before; for the next visit choose a service that is paid.",
    severity="informs",
    basis="payer policy",
    cites=("x12-carc-2024",),
    proof=("billed",),
    carc="204",
    card_lines=("not_payable_codes",),
)
