"""How many units of the universe are wrong, with an exact interval.

A simple sample's interval inverts the hypergeometric distribution, as RAT-STATS's attribute appraisal does: the limits
are the fewest and the most wrong units with which what was found is not rarer than half the error allowed (Wright,
Exact confidence bounds when sampling from small finite universes, 1991). A stratified rate has the normal
approximation (Cochran 1977, chapter 5).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from romberg.report.sampling import quantiles
from romberg.report.sampling.estimates import Stratum

_TIE = 1 - 1e-9  # a chance that equals the bound is within it, also where floating numbers come out below


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """The share of wrong units, and the two-sided limits of the share and of the count; `exact` where they are."""

    share: Fraction
    lower: Fraction
    upper: Fraction
    confidence: float
    exact: bool


def error_rate(strata: Sequence[Stratum], confidence: float = 0.90) -> ErrorRate:
    """The error rate of the universe: exact of a simple sample, weighted by the strata's units else."""
    units = sum(one.units for one in strata)
    share = sum((Fraction(one.units * one.wrong, one.drawn) for one in strata if one.drawn), Fraction(0)) / units
    if len(strata) == 1:
        low, high = exact_limits(strata[0].wrong, strata[0].drawn, units, confidence)
        return ErrorRate(share, Fraction(low, units), Fraction(high, units), confidence, exact=True)
    half = Fraction(quantiles.normal(confidence) * sqrt(sum(map(_variance, strata)))) / units
    low_share, high_share = max(share - half, Fraction(0)), min(share + half, Fraction(1))
    return ErrorRate(share, low_share, high_share, confidence, exact=False)


def _variance(one: Stratum) -> float:
    """The variance of a stratum's count of wrong units."""
    if one.drawn == one.units:
        return 0.0
    share = one.wrong / one.drawn
    return one.units * (one.units - one.drawn) * share * (1 - share) / (one.drawn - 1)


def exact_limits(found: int, drawn: int, units: int, confidence: float) -> tuple[int, int]:
    """The fewest and the most wrong units of the universe that go with `found` wrong ones among `drawn`."""
    rare = (1 - confidence) / 2 * _TIE
    least, most = found, units - (drawn - found)
    low = _first(least, most, lambda wrong: quantiles.at_least(found, units, wrong, drawn) >= rare)
    past = _first(low, most + 1, lambda wrong: wrong > most or quantiles.at_most(found, units, wrong, drawn) < rare)
    return low, past - 1


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number of a range from which on it holds; the last where it holds for none before."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
