"""What a reviewed sample says of the whole: point estimate of the overpayment, its error, and its limits.

The difference estimator, as RAT-STATS's variable appraisals compute it: a stratum's mean overpayment times its units.
Sums and variances are exact fractions of cents; one rounding, to the cent, at the end. A simple sample has Student's t
with n - 1 degrees of freedom, a stratified one the normal deviate (not verified against the program itself). Formulas:
Cochran, Sampling Techniques, 3rd ed. 1977, chapters 2 and 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final

from romberg.money import half_up
from romberg.report.sampling import quantiles
from romberg.report.sampling.universe import Unsound

CONFIDENCES: Final = (0.80, 0.90, 0.95)  # two-sided; the lower limit of 0.80 is that of a one-sided 0.90
_DIGITS: Final = 60


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stratum as reviewed: how many units it has, and the overpayment of each that was drawn, in cents.

    A negative overpayment is an underpayment, and counts as one.
    """

    name: str
    units: int
    overpaid_cents: tuple[int, ...]

    @property
    def drawn(self) -> int:
        """How many units were reviewed."""
        return len(self.overpaid_cents)

    @property
    def wrong(self) -> int:
        """How many of them were not paid rightly, either way."""
        return sum(one != 0 for one in self.overpaid_cents)


@dataclass(frozen=True, slots=True)
class Limits:
    """A two-sided interval of the total, in cents: the lower limit is what an auditor would ask for."""

    confidence: float
    deviate: float
    lower_cents: int
    upper_cents: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """The total overpayment as the sample tells it, in cents; `degrees` of freedom where Student's t was used."""

    point_cents: int
    error_cents: int
    limits: tuple[Limits, ...]
    degrees: int | None

    def at(self, confidence: float) -> Limits:
        """The interval of one confidence."""
        return next(one for one in self.limits if one.confidence == confidence)

    def precision(self, confidence: float) -> Fraction | None:
        """Half the interval as a share of the point estimate; None where nothing was overpaid."""
        one = self.at(confidence)
        return Fraction(one.upper_cents - one.lower_cents, 2 * abs(self.point_cents)) if self.point_cents else None


def total(one: Stratum) -> Fraction:
    """A stratum's overpayment: the sample's mean times the stratum's units."""
    return Fraction(one.units * sum(one.overpaid_cents), one.drawn)


def variance(one: Stratum) -> Fraction:
    """The variance of a stratum's total, without bias, with the correction for a finite universe."""
    n = one.drawn
    if n == one.units:
        return Fraction(0)
    squares = sum(value * value for value in one.overpaid_cents)
    spread = Fraction(n * squares - sum(one.overpaid_cents) ** 2, n * (n - 1))
    return one.units * (one.units - n) * spread / n


def estimate(strata: Sequence[Stratum]) -> Estimate:
    """The total over all strata. Raises Unsound where a stratum has too few reviewed units to know its spread."""
    for one in strata:
        _refuse_few(one)
    point, spread = sum(map(total, strata), Fraction(0)), sum(map(variance, strata), Fraction(0))
    simple = len(strata) == 1
    degrees = strata[0].drawn - 1 if simple and not _all_reviewed(strata) else None
    return Estimate(
        _whole(_decimal(point)),
        _whole(_root(spread)),
        tuple(_limits(point, spread, confidence, degrees) for confidence in CONFIDENCES),
        degrees,
    )


def _limits(point: Fraction, spread: Fraction, confidence: float, degrees: int | None) -> Limits:
    deviate = quantiles.normal(confidence) if degrees is None else quantiles.student(confidence, degrees)
    with localcontext() as context:
        context.prec = _DIGITS
        half = Decimal(repr(deviate)) * _root(spread)
        return Limits(confidence, deviate, _whole(_decimal(point) - half), _whole(_decimal(point) + half))


def _all_reviewed(strata: Sequence[Stratum]) -> bool:
    return all(one.drawn == one.units for one in strata)


def _refuse_few(one: Stratum) -> None:
    if one.drawn > one.units:
        raise Unsound(f"Of the stratum {one.name} {one.drawn:,} units are reviewed, and it has {one.units:,}.")
    if one.drawn < min(2, one.units):
        raise Unsound(
            f"Of the stratum {one.name} {one.drawn} of {one.units:,} units are reviewed; two at least are needed to "
            "know how far its units differ. Put it together with another stratum in a new plan, or review all of it."
        )


def _decimal(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = _DIGITS
        return Decimal(value.numerator) / Decimal(value.denominator)


def _root(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = _DIGITS
        return _decimal(value).sqrt()


def _whole(value: Decimal) -> int:
    return int(half_up(value))
