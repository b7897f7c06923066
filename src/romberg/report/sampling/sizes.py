"""How large a sample has to be for a wanted precision, before anything is reviewed.

What will be found wrong is not known yet, so the spread comes from one of two places: units already reviewed (a probe),
or an expected error rate, where a wrong unit is taken to be overpaid in full. Precision is half the interval
as a share of the point estimate. Formulas: Cochran 1977, chapters 4 and 5; normal deviates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, isqrt

from romberg.report.sampling import quantiles
from romberg.report.sampling.strata import CERTAIN, Allocation
from romberg.report.sampling.universe import Layer, Unsound

_FINE = 10**6


@dataclass(frozen=True, slots=True)
class Spread:
    """What is expected of a stratum: its units, the mean overpayment of a unit in cents, and the variance."""

    units: int
    mean: Fraction
    variance: Fraction


def expected(layer: Layer, error_rate: Fraction) -> Spread:
    """A stratum of which so large a share of units is wrong, each overpaid in full, whatever was paid for it."""
    n = len(layer.units)
    mean = error_rate * Fraction(layer.paid_cents, n)
    squares = error_rate * Fraction(sum(one.paid_cents**2 for one in layer.units), n)
    return Spread(n, mean, squares - mean * mean)


def probed(units: int, overpaid_cents: Sequence[int]) -> Spread:
    """A universe of which some units were reviewed already; two at least."""
    n = len(overpaid_cents)
    if n < 2:
        raise Unsound(
            f"A probe of {n} reviewed units says nothing of their spread; review two at least, better thirty."
        )
    total = sum(overpaid_cents)
    squares = sum(one * one for one in overpaid_cents)
    return Spread(units, Fraction(total, n), Fraction(n * squares - total * total, n * (n - 1)))


def size(spreads: Sequence[Spread], precision: Fraction, confidence: float, how: Allocation = "proportional") -> int:
    """The units to draw so that half the interval is `precision` of the point estimate; never more than there are."""
    units = sum(one.units for one in spreads)
    whole = sum((one.units * one.mean for one in spreads), Fraction(0))
    if whole <= 0:
        raise Unsound("No overpayment is expected, so no precision of it can be planned; name a --size.")
    allowed = (precision * whole / Fraction(quantiles.normal(confidence))) ** 2
    inner = sum((one.units * one.variance for one in spreads), Fraction(0))
    if how == "optimal":
        first = sum((one.units * _root(one.variance) for one in spreads), Fraction(0)) ** 2
    elif how == "equal":
        first = len(spreads) * sum((one.units**2 * one.variance for one in spreads), Fraction(0))
    else:
        first = units * inner
    return min(max(ceil(first / (allowed + inner)), 2), units)


def _root(value: Fraction) -> Fraction:
    return Fraction(isqrt(int(value * _FINE * _FINE)), _FINE)


def planned_size(
    layers: Sequence[Layer], error_rate: Fraction, precision: Fraction, confidence: float, how: Allocation
) -> int:
    """The size for an expected error rate, beside the stratum that is taken whole and adds nothing to the error.

    That stratum's share of the expected overpayment counts towards the whole, of which the precision is a part.
    """
    rest = [one for one in layers if one.name != CERTAIN]
    if not rest:
        return 0
    spreads = [expected(one, error_rate) for one in rest]
    part = sum((one.units * one.mean for one in spreads), Fraction(0))
    sure = sum((error_rate * one.paid_cents for one in layers if one.name == CERTAIN), Fraction(0))
    return size(spreads, precision * (part + sure) / part if part else precision, confidence, how)
