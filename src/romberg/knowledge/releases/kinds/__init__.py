"""The kinds of files that can be imported, one module each, loaded when a file is to be read.

Each module has a `KIND`. The order is the order of asking and of reading: a kind that recognises by
less stands later, and one that others are proved against stands before them.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from romberg.knowledge.releases.kind import Kind

KINDS: tuple[str, ...] = (
    "zip_localities",
    "relative_values",
    "cost_indices",
    "locality_counties",
    "published_prices",
    "medicaid_pairs",
    "medicaid_limits",
    "edit_pairs",
    "unit_limits",
    "add_ons",
    "taxonomy",
    "icd_order",
    "therapy_list",
    "adjustment_codes",
    "in_network",
    "utilization",
    "payer_schedule",
)


@cache
def kind(name: str) -> Kind:
    """One kind, by the name of its module."""
    if name not in KINDS:
        raise KeyError(f"There is no kind {name!r}; there are {', '.join(KINDS)}.")
    found: Kind = import_module(f"{__name__}.{name}").KIND
    return found


def all_kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of asking."""
    return tuple(kind(name) for name in KINDS)


def recognised(name: str, head: bytes) -> Kind | None:
    """The kind of a file, by its name and its first bytes; None where no kind knows it."""
    return next((one for one in all_kinds() if one.recognises(name, head)), None)
