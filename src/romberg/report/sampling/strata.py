"""Strata by what was paid: where to cut, what is taken whole, and how many units of each stratum are drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import isqrt
from typing import Final, Literal

from romberg.money import usd
from romberg.report.sampling.universe import Layer, Unit, Unsound

Allocation = Literal["proportional", "optimal", "equal"]
CERTAIN: Final = "taken whole"
_CLASSES: Final = 1_000  # classes of equal width in which amounts are counted before the cut


def cuts(paid_cents: Sequence[int], count: int) -> tuple[int, ...]:
    """The lowest amounts of the second, third … stratum, so that units within a stratum are alike, in cents.

    The rule of the cumulated square roots of frequencies (Dalenius and Hodges 1959; Cochran 1977, chapter 5A).
    """
    low, high = min(paid_cents), max(paid_cents)
    width = max((high - low) // _CLASSES + 1, 1)
    counted = [0] * ((high - low) // width + 1)
    for amount in paid_cents:
        counted[(amount - low) // width] += 1
    roots = list(accumulate(isqrt(one * 1_000_000) for one in counted))
    goals = [roots[-1] * part // count for part in range(1, count)]
    places = [_nearest(roots, goal) for goal in goals]
    return tuple(sorted({low + (at + 1) * width for at in places if at + 1 < len(counted)}))


def _nearest(roots: Sequence[int], goal: int) -> int:
    at = bisect_right(roots, goal)
    before = roots[at - 1] if at else 0
    return at - 1 if at and goal - before <= roots[min(at, len(roots) - 1)] - goal else min(at, len(roots) - 1)


def edges(units: Sequence[Unit], count: int, certain_cents: int | None = None) -> tuple[int, ...]:
    """Where the amounts of `count` strata part, below the stratum that is taken whole from `certain_cents` on."""
    rest = [one.paid_cents for one in units if certain_cents is None or one.paid_cents < certain_cents]
    return cuts(rest, count) if rest else ()


def by_amount(units: Sequence[Unit], parted: Sequence[int], certain_cents: int | None = None) -> list[str]:
    """The name of each unit's stratum: those parted at the edges, and the one that is taken whole."""
    names = _names(parted)
    return [
        CERTAIN
        if certain_cents is not None and one.paid_cents >= certain_cents
        else names[bisect_right(parted, one.paid_cents)]
        for one in units
    ]


def _names(parted: Sequence[int]) -> list[str]:
    """Names that sort as their amounts do."""
    if not parted:
        return ["1: every amount"]
    inner = [f"{at}: {usd(a)} to under {usd(b)}" for at, (a, b) in enumerate(pairwise(parted), 2)]
    return [f"1: under {usd(parted[0])}", *inner, f"{len(parted) + 1}: {usd(parted[-1])} and more"]


def allocate(planned: Sequence[Layer], size: int, how: Allocation) -> dict[str, int]:
    """How many units of each stratum are drawn: `size` in all beside those taken whole, at least two of each.

    Proportional to its units, equal, or optimal (Neyman 1934: to its units times the spread of what was paid).
    Raises Unsound where the size does not reach for two of each.
    """
    certain = {one.name: len(one.units) for one in planned if one.name == CERTAIN}
    rest = [one for one in planned if one.name not in certain]
    least = {one.name: min(2, len(one.units)) for one in rest}
    if size < sum(least.values()):
        raise Unsound(
            f"A sample of {size:,} is too small for {len(rest)} strata: each needs two units at least. "
            f"Ask for {sum(least.values()):,} or more, or for fewer strata."
        )
    return certain | _shared(rest, size, {one.name: _weight(one, how) for one in rest}, least)


def _weight(one: Layer, how: Allocation) -> Fraction:
    if how == "equal":
        return Fraction(1)
    return Fraction(len(one.units)) * (Fraction(spread(one)) if how == "optimal" else 1)


def spread(one: Layer) -> int:
    """The standard deviation of what was paid in a stratum, in whole cents, one at least."""
    amounts, n = [unit.paid_cents for unit in one.units], len(one.units)
    if n < 2:
        return 1
    return max(isqrt((n * sum(paid * paid for paid in amounts) - sum(amounts) ** 2) // (n * (n - 1))), 1)


def _shared(rest: Sequence[Layer], size: int, weights: dict[str, Fraction], least: dict[str, int]) -> dict[str, int]:
    """One unit after the other to the stratum that is furthest behind its share (D'Hondt), none beyond its units."""
    given, left = dict(least), size - sum(least.values())
    room = {one.name: len(one.units) for one in rest}
    while left and (open_ones := [name for name in given if given[name] < room[name]]):
        given[max(open_ones, key=lambda name: weights[name] / (given[name] + 1))] += 1
        left -= 1
    return given
