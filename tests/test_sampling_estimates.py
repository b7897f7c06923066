"""Estimates from samples: published worked examples, and whole small universes in which every sample is tried."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from romberg.report.sampling import Stratum, Unsound, estimate
from romberg.report.sampling.error_rates import error_rate, exact_limits
from romberg.report.sampling.estimates import total, variance

# Cochran, Sampling Techniques, 3rd ed. 1977, chapter 2, signatures on 50 of 676 sheets: number, and how many sheets.
SHEETS = {
    42: 23, 41: 4, 36: 1, 32: 1, 29: 1, 27: 2, 23: 1, 19: 1, 16: 2, 15: 2, 14: 1, 11: 1, 10: 1, 9: 1, 7: 1, 6: 3, 5: 2,
    4: 1, 3: 1,
}  # fmt: skip
SIGNATURES = tuple(number for number, sheets in SHEETS.items() for _ in range(sheets))


def test_cochran_s_signatures() -> None:
    """The book: total 19,888; with the normal deviate 1.28, limits 18,107 and 21,669."""
    one = Stratum("all", 676, SIGNATURES)
    assert one.drawn == 50
    assert round(total(one)) == 19_888
    half = Fraction(128, 100) * Fraction(float(variance(one)) ** 0.5)
    assert abs(total(one) - half - 18_107) < 3
    assert abs(total(one) + half - 21_669) < 3


def test_student_s_t_is_that_of_the_tables() -> None:
    """t of 90 % with 99 degrees is 1.6604, with 49 1.6766; the normal deviate 1.6449 (any printed table)."""
    simple = estimate([Stratum("all", 1_000, tuple(range(100)))])
    assert simple.degrees == 99
    assert simple.at(0.90).deviate == pytest.approx(1.660391, abs=1e-6)
    assert estimate([Stratum("all", 676, SIGNATURES)]).at(0.90).deviate == pytest.approx(1.676551, abs=1e-6)
    two = estimate([Stratum("a", 90, (1, 2, 3)), Stratum("b", 10, (4, 6))])
    assert two.degrees is None
    assert two.at(0.90).deviate == pytest.approx(1.644854, abs=1e-6)


def test_the_variance_of_strata_is_that_of_cochran_s_cities() -> None:
    """Cochran 1977, chapter 5: 64 cities in strata of 16 and 48 with variances 53,843 and 5,581: errors 1,372, 1,044.

    Six and eighteen cities (proportional), or twelve of each: two values with the wanted variance stand for a stratum.
    """

    def of(units: int, drawn: int, spread: float) -> float:
        return units * (units - drawn) * spread / drawn

    assert (of(16, 6, 53_843) + of(48, 18, 5_581)) ** 0.5 == pytest.approx(1_372, abs=0.5)
    assert (of(16, 12, 53_843) + of(48, 12, 5_581)) ** 0.5 == pytest.approx(1_044, abs=0.5)
    values = (-100, 100, -100, 100)
    ours = variance(Stratum("a", 16, values))
    assert float(ours) == pytest.approx(of(16, 4, 40_000 / 3))


small = st.lists(st.integers(-500, 20_000), min_size=3, max_size=7)


@given(small, st.data())
@settings(max_examples=60, deadline=None)
def test_over_all_samples_the_estimate_is_right_on_average(universe: list[int], data: st.DataObject) -> None:
    """Without bias: the mean of all estimates is the true total, the mean of all variances the true one. Exactly."""
    drawn = data.draw(st.integers(2, len(universe)))
    every = [Stratum("all", len(universe), tuple(one)) for one in combinations(universe, drawn)]
    truth = sum(universe)
    assert sum(map(total, every), Fraction(0)) / len(every) == truth
    mean_square = sum(((total(one) - truth) ** 2 for one in every), Fraction(0)) / len(every)
    assert sum(map(variance, every), Fraction(0)) / len(every) == mean_square


@given(small, small)
@settings(max_examples=15, deadline=None)
def test_over_all_stratified_samples_too(first: list[int], second: list[int]) -> None:
    first, second = first[:5], second[:5]
    pairs = list(product(combinations(first, 2), combinations(second, 2)))
    points = [total(Stratum("a", len(first), tuple(a))) + total(Stratum("b", len(second), tuple(b))) for a, b in pairs]
    assert sum(points, Fraction(0)) / len(points) == sum(first) + sum(second)


def test_a_universe_that_was_reviewed_whole_has_no_error() -> None:
    found = estimate([Stratum("all", 4, (100, 0, 250, -50))])
    assert (found.point_cents, found.error_cents) == (300, 0)
    assert {(one.lower_cents, one.upper_cents) for one in found.limits} == {(300, 300)}
    assert found.degrees is None


def test_a_stratum_taken_whole_adds_its_money_and_no_error() -> None:
    rest = Stratum("rest", 100, (0, 10, 0, 30))
    alone, both = estimate([rest]), estimate([rest, Stratum("taken whole", 2, (5_000, 0))])
    assert both.point_cents == alone.point_cents + 5_000
    assert both.error_cents == alone.error_cents


@pytest.mark.parametrize(
    ("reviewed", "units", "says"), [((5,), 10, "two at least"), ((), 3, "two at least"), ((1, 2, 3), 2, "it has 2")]
)
def test_too_few_or_too_many_units_are_refused(reviewed: tuple[int, ...], units: int, says: str) -> None:
    with pytest.raises(Unsound, match=says):
        estimate([Stratum("all", units, reviewed)])


def test_one_unit_of_one_is_enough() -> None:
    assert estimate([Stratum("all", 1, (700,))]).at(0.90).lower_cents == 700


def test_precision_is_half_the_interval_over_the_point() -> None:
    found = estimate([Stratum("all", 676, SIGNATURES)])
    one, precision = found.at(0.90), found.precision(0.90)
    assert precision is not None
    assert float(precision) == pytest.approx((one.upper_cents - one.lower_cents) / 2 / found.point_cents)
    assert estimate([Stratum("all", 9, (0, 0, 0))]).precision(0.90) is None


def slow_limits(found: int, drawn: int, units: int, confidence: float) -> tuple[int, int]:
    """Every possible count of wrong units, with the chances counted out in whole numbers."""
    rare = Fraction(str(round(1 - confidence, 6))) / 2

    def chance(wrong: int, hits: range) -> Fraction:
        ways = sum(comb(wrong, hit) * comb(units - wrong, drawn - hit) for hit in hits if drawn >= hit)
        return Fraction(ways, comb(units, drawn))

    able = range(found, units - (drawn - found) + 1)
    low = min(wrong for wrong in able if chance(wrong, range(found, drawn + 1)) >= rare)
    high = max(wrong for wrong in able if chance(wrong, range(found + 1)) >= rare)
    return low, high


@given(st.integers(1, 40), st.data(), st.sampled_from((0.80, 0.90, 0.95)))
@settings(max_examples=150, deadline=None)
def test_exact_limits_are_those_of_counting_every_way(units: int, data: st.DataObject, confidence: float) -> None:
    drawn = data.draw(st.integers(1, units))
    found = data.draw(st.integers(0, drawn))
    assert exact_limits(found, drawn, units, confidence) == slow_limits(found, drawn, units, confidence)


def test_exact_limits_hold_what_they_promise() -> None:
    """Whatever the true count, an interval of 90 % holds it in at least 90 of 100 samples (weighed exactly)."""
    units, drawn = 24, 9
    limits = [exact_limits(found, drawn, units, 0.90) for found in range(drawn + 1)]
    for wrong in range(units + 1):
        ways = [comb(wrong, hit) * comb(units - wrong, drawn - hit) for hit in range(drawn + 1)]
        held = sum(way for way, (low, high) in zip(ways, limits, strict=True) if low <= wrong <= high)
        assert Fraction(held, comb(units, drawn)) >= Fraction(9, 10)


def test_the_error_rate_of_strata_is_weighted_by_their_units() -> None:
    rate = error_rate([Stratum("a", 900, (0, 0, 0, 10)), Stratum("b", 100, (5, 5))])
    assert rate.share == Fraction(325, 1000)
    assert not rate.exact
    assert Fraction(0) <= rate.lower < rate.share < rate.upper <= 1
    simple = error_rate([Stratum("all", 1000, (0,) * 90 + (40,) * 10)])
    assert simple.exact
    assert (int(simple.lower * 1000), int(simple.upper * 1000)) == exact_limits(10, 100, 1000, 0.90)
