"""The denial that is to be answered, as the payer's remittance or a person tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Asked:
    """A denial: the payer's reason and remarks, the code denied (None: the whole visit), and where it stands.

    `decided_on` is the day of the decision; `claim_id` our number of the claim, `payer_claim_id` the payer's. What is
    not known is None or empty, and left open in a letter.
    """

    carc: str
    rarcs: tuple[str, ...] = ()
    group: str = "CO"
    code: str | None = None
    cents: int | None = None
    decided_on: date | None = None
    claim_id: str = ""
    payer_claim_id: str = ""
    payer_name: str = ""
