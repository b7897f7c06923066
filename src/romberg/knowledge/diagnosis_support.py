"""Families of diagnoses: how well each supports 97112, which codes it supports rather, what must stand beside it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from romberg.knowledge.diagnosis_signs import plain
from romberg.knowledge.documents import ROOM

Strength = Literal["strong", "moderate", "weak", "none", "unrelated"]
STRENGTHS: tuple[Strength, ...] = ("strong", "moderate", "weak", "none", "unrelated")


@dataclass(frozen=True, slots=True)
class Support:
    """One family of diagnoses, by the signs that its codes begin with.

    `support` is how well it supports 97112: it states the deficit (strong), needs a measured one (moderate), needs a
    second diagnosis of the deficit (weak), does not state one (none), or has nothing to do with movement (unrelated).
    `rather` are codes that it supports first, `wants` what the note must add for 97112. `mark` says whether a source
    was read for it.
    """

    prefix: str
    family: str
    support: Strength
    rather: tuple[str, ...]
    wants: str
    since: date
    through: date | None
    mark: str

    def holds(self, on: date | None) -> bool:
        """Whether the family's codes may stand on a day; true where no day is told."""
        return on is None or (self.since <= on and (self.through is None or on <= self.through))


@cache
def families() -> Mapping[str, Support]:
    """Every family by its prefix, written without the point."""
    with (ROOM / "codes" / "diagnosis_support.csv").open(encoding="utf-8", newline="") as lines:
        return {plain(row["prefix"]): _support(row) for row in csv.DictReader(lines)}


def _support(row: Mapping[str, str]) -> Support:
    strength = next(one for one in STRENGTHS if one == row["support"])
    through = date.fromisoformat(row["through"]) if row["through"] else None
    told = (tuple(row["rather"].split()), row["wants"], date.fromisoformat(row["since"]), through, row["mark"])
    return Support(row["prefix"], row["family"], strength, *told)


@cache
def family(code: str) -> Support | None:
    """The family of a diagnosis code, the longest prefix deciding; None where the table has none."""
    asked = plain(code)
    return next((families()[asked[:n]] for n in range(len(asked), 0, -1) if asked[:n] in families()), None)


def supports(procedure: str, diagnosis: str) -> Strength | None:
    """How well a diagnosis supports a procedure code; None where nothing is recorded of the two."""
    found = family(diagnosis)
    if found is None:
        return None
    if procedure == "97112":
        return found.support
    return "strong" if procedure in found.rather else None
