"""The technical safeguards of the HIPAA Security Rule: which are required and which may be answered by other means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from romberg.knowledge import typed

Demand = Literal["required", "addressable"]


@dataclass(frozen=True, slots=True)
class Safeguard:
    """One standard or specification of 45 CFR 164.312, in our own words.

    An addressable specification is carried out, or what stands for it and why is written down; a required one, and a
    standard without specifications of its own, leaves no such choice.
    """

    section: str
    label: str
    demand: Demand
    mark: str


@cache
def all_safeguards() -> dict[str, Safeguard]:
    """Every standard and specification, by its section."""
    return {
        row["section"]: Safeguard(row["section"], row["label"], cast(Demand, row["demand"]), row["mark"])
        for row in typed.rows("safeguards")
    }


def get(section: str) -> Safeguard | None:
    """One safeguard by its section, such as 164.312(b); None where there is none."""
    return all_safeguards().get(section.strip().removeprefix("45 CFR "))
