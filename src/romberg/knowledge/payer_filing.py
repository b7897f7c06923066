"""Which payer card a claim or a remittance means: by the payer's name on it, and by how it is filed."""

from __future__ import annotations

import re
from datetime import date

from romberg.knowledge import payer_names, payers

# Claim filing indicators (SBR09, CLP06) and the general card of each. Source: X12 005010X222A1.
_FILED = {
    "MB": "medicare",
    "MA": "medicare_institutional",
    "16": "medicare_advantage",
    "MC": "medicaid",
    "WC": "workers_comp",
    "AM": "auto",
    "CH": "tricare",
    "VA": "va",
    "BL": "bcbs",
    "09": "self_pay",
    **dict.fromkeys(("CI", "12", "13", "14", "15", "HM"), "commercial"),
}
_ITSELF = frozenset(("medicare", "medicare_institutional", "self_pay"))  # whoever pays it out, the payer is this one
_SIGNS = re.compile(r"[^a-z0-9&/'-]+")


def card_of(name: str, filing: str = "") -> str | None:
    """The card that a payer's name and filing mean; None where neither tells.

    A name speaks for itself unless the filing says another family of payers: "AETNA" filed as 16 is no commercial plan.
    """
    named, filed = _named(name), _FILED.get(filing.strip().upper())
    if filed in _ITSELF or named is None:
        return filed
    return named if filed is None or filed == "commercial" or _family(named) == _family(filed) else filed


def _named(name: str) -> str | None:
    """The card of the longest name of a payer that stands in these words."""
    words = f" {_SIGNS.sub(' ', name.lower()).strip()} "
    return next((card for called, card in payer_names.called().cards.items() if f" {called} " in words), None)


def _family(card: str) -> str:
    return payers.card(card, date.min).family
