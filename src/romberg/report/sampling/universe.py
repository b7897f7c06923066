"""The universe of an audit: every unit that could be drawn, once, with what was paid for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

WHOLE: Final = "all"  # the one stratum of a simple random sample


class Unsound(ValueError):  # noqa: N818  # reads as what a sample is
    """A universe, a plan or a review from which nothing can be concluded; `says` tells what is wrong and what to do."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the universe, as a claim, a line or a patient's year: its name, and what was paid for it."""

    name: str
    paid_cents: int


@dataclass(frozen=True, slots=True)
class Layer:
    """One stratum as planned: its units, how many of them are drawn, and why they stand together.

    Of a stratum that is taken `whole` every unit is reviewed, so that it adds nothing to the error of the estimate.
    """

    name: str
    units: tuple[Unit, ...]
    drawn: int = 0

    @property
    def whole(self) -> bool:
        """Whether every unit is reviewed."""
        return self.drawn == len(self.units)

    @property
    def paid_cents(self) -> int:
        """What was paid for all its units."""
        return sum(one.paid_cents for one in self.units)


def layers(units: Sequence[Unit], strata: Sequence[str] | None = None) -> tuple[Layer, ...]:
    """The units in their strata, sorted by the strata's names and the units' own, so that a file's order tells nothing.

    Raises Unsound where a unit stands twice: it would have two chances to be drawn.
    """
    _refuse_twice(units)
    if not units:
        raise Unsound("The universe holds no unit; nothing can be drawn.")
    found: dict[str, list[Unit]] = {}
    for unit, name in zip(units, strata or [WHOLE] * len(units), strict=True):
        found.setdefault(name, []).append(unit)
    return tuple(Layer(name, tuple(sorted(found[name], key=lambda one: one.name))) for name in sorted(found))


def with_sizes(planned: Sequence[Layer], drawn: Mapping[str, int]) -> tuple[Layer, ...]:
    """The strata with how many units are drawn of each; never more than there are."""
    return tuple(Layer(one.name, one.units, min(drawn.get(one.name, 0), len(one.units))) for one in planned)


def _refuse_twice(units: Sequence[Unit]) -> None:
    seen: set[str] = set()
    twice: list[str] = []
    for one in units:
        if one.name in seen:
            twice.append(one.name)
        seen.add(one.name)
    if twice:
        more = f" and {len(twice) - 1:,} more" if len(twice) > 1 else ""
        raise Unsound(
            f"The unit {twice[0]}{more} stands more than once in the universe and would have more than one chance; "
            "name a column that tells every unit apart, or put the rows of one unit together first."
        )
