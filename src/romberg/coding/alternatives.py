"""The other codings that a note's own words bear: one block of treatment under a runner-up, the rest as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from romberg.coding.charged import Block
from romberg.coding.choose import Choice, also_supported
from romberg.coding.code import blocks, procedures, why_other
from romberg.coding.procedure import CodedVisit
from romberg.visit import Activity, Visit


@dataclass(frozen=True, slots=True)
class Alternative:
    """A visit with one block of treatment under another code that its words support nearly as strongly.

    `instead_of` is the code that the words support best, `activities` are the words that can be read either way.
    """

    instead_of: str
    code: str
    activities: tuple[Activity, ...]
    says: str
    coded: CodedVisit


def alternatives(visit: Visit) -> tuple[Alternative, ...]:
    """Every alternative that the words support, block by block, the strongest of each first; never two at once."""
    return tuple(_alternatives(visit, blocks(visit)))


def _alternatives(visit: Visit, coded: list[Block]) -> Iterator[Alternative]:
    for at, block in enumerate(coded):
        for other in also_supported(block.choice, block.treatment, visit):
            chosen = replace(block, choice=Choice(other, why_other(other), ()))
            whole = procedures(visit, [*coded[:at], chosen, *coded[at + 1 :]])
            if any(one.code == other for one in whole.procedures):
                yield Alternative(block.choice.code, other, block.treatment.activities, why_other(other), whole)
