"""The loops of a professional claim: which segments each holds, how often, and what begins it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from romberg.formats.x12.values import element


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a segment in a loop. `values` are those of its element `at` by which it is told from its like."""

    name: str
    at: int
    values: frozenset[str]
    required: bool
    most: int | None
    order: int

    def takes(self, elements: Sequence[str]) -> bool:
        """Whether a segment belongs here."""
        return elements[0] == self.name and (not self.values or element(elements, self.at) in self.values)


@dataclass(frozen=True, slots=True)
class Loop:
    """One loop; its first slot begins it. `within` are the loops it may stand in (none: the transaction itself)."""

    name: str
    within: tuple[str, ...]
    slots: tuple[Slot, ...]

    @property
    def begins(self) -> Slot:
        """The slot of the segment that begins the loop."""
        return self.slots[0]


@cache
def loops() -> dict[str, Loop]:
    """Every loop by its name, in the order of the guide."""
    text = (files("romberg.formats.x12.edits") / "p837_structure.csv").read_text(encoding="utf-8")
    held: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        held.setdefault(row["loop"], []).append(row)
    return {name: Loop(name, tuple(rows[0]["within"].split()), _slots(rows)) for name, rows in held.items()}


def _slots(rows: Sequence[dict[str, str]]) -> tuple[Slot, ...]:
    order = {name: at for at, name in enumerate(dict.fromkeys(row["segment"] for row in rows))}
    return tuple(
        Slot(
            row["segment"],
            int(row["at"] or 0),
            frozenset(row["values"].split()),
            row["use"] == "must",
            int(row["most"]) if row["most"] else None,
            order[row["segment"]],
        )
        for row in rows
    )


@cache
def known_segments() -> frozenset[str]:
    """Every segment name that a professional claim may hold."""
    return frozenset(slot.name for loop in loops().values() for slot in loop.slots) | {"SE"}


@cache
def children(name: str) -> tuple[Loop, ...]:
    """The loops that may stand in a loop, in the order of the guide; those of the transaction for the empty name."""
    return tuple(loop for loop in loops().values() if (name in loop.within if name else not loop.within))
