"""How samples are drawn: the same again, by anybody, each unit with the same chance; strata, sizes, allocation."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from fractions import Fraction
from statistics import pstdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from romberg.report.sampling import Unsound, draw
from romberg.report.sampling.sizes import expected, planned_size, probed, size
from romberg.report.sampling.strata import CERTAIN, allocate, by_amount, cuts, edges
from romberg.report.sampling.universe import Layer, Unit, layers, with_sizes

UNITS = [Unit(f"claim {number}", 1_000 + 37 * number % 900) for number in range(60)]


def names(drawn: object) -> list[str]:
    """The names of a sample, in the order of drawing."""
    return [one.unit.name for one in drawn]  # type: ignore[attr-defined]


def sample(units: list[Unit], count: int, seed: str) -> list[str]:
    """A simple sample."""
    return names(draw(with_sizes(layers(units), {"all": count}), seed))


def test_anybody_can_draw_the_same_with_a_hash() -> None:
    ranked = sorted(UNITS, key=lambda one: hashlib.sha256(b"spring\n" + one.name.encode()).hexdigest())
    assert sample(UNITS, 12, "spring") == [one.name for one in ranked[:12]]


@given(st.permutations(UNITS), st.text(min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_rows_tells_nothing(mixed: list[Unit], seed: str) -> None:
    assert sample(mixed, 9, seed) == sample(UNITS, 9, seed)


def test_a_larger_sample_holds_the_smaller_one() -> None:
    assert sample(UNITS, 40, "a")[:15] == sample(UNITS, 15, "a")


def test_every_unit_and_every_pair_has_its_chance() -> None:
    """Over 3,000 seeds each unit of 12 comes 750 times, each pair some 136 times; five deviations are allowed."""
    few = UNITS[:12]
    drawn = [sorted(sample(few, 3, f"seed {number}")) for number in range(3_000)]
    single = Counter(name for one in drawn for name in one)
    assert all(abs(single[one.name] - 750) < 5 * (3_000 * 0.25 * 0.75) ** 0.5 for one in few)
    pairs = Counter((a, b) for one in drawn for a in one for b in one if a < b)
    chance = 3 * 2 / (12 * 11)
    assert len(pairs) == 66
    assert all(abs(count - 3_000 * chance) < 5 * (3_000 * chance) ** 0.5 for count in pairs.values())


def test_a_unit_that_stands_twice_is_refused() -> None:
    with pytest.raises(Unsound, match="claim 3 stands more than once"):
        layers([*UNITS, UNITS[3]])
    with pytest.raises(Unsound, match="no unit"):
        layers([])


# --- strata


def test_cuts_part_the_amounts_so_that_strata_are_alike() -> None:
    chance = random.Random(4)
    paid = sorted(int(chance.lognormvariate(8, 1)) + 1 for _ in range(4_000))
    parted = cuts(paid, 4)
    assert len(parted) == 3
    found = by_amount([Unit(str(at), one) for at, one in enumerate(paid)], parted)
    groups = {name: [one for one, own in zip(paid, found, strict=True) if own == name] for name in set(found)}
    within = sum(len(one) * pstdev(one) for one in groups.values())
    halves = [paid[at * 1_000 : (at + 1) * 1_000] for at in range(4)]
    assert within < sum(len(one) * pstdev(one) for one in halves) < len(paid) * pstdev(paid)


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=60), st.integers(1, 6))
@settings(max_examples=100, deadline=None)
def test_every_unit_is_in_the_stratum_of_its_amount(paid: list[int], count: int) -> None:
    parted = cuts(paid, count)
    assert list(parted) == sorted(set(parted))
    assert len(parted) <= count - 1 or count == 1
    found = by_amount([Unit(str(at), one) for at, one in enumerate(paid)], parted)
    order = [name for _, name in sorted(zip(paid, found, strict=True), key=lambda pair: pair[0])]
    assert order == sorted(order, key=lambda name: int(name.partition(":")[0]))


def test_large_amounts_are_taken_whole() -> None:
    units = [*UNITS, Unit("large", 500_000), Unit("larger", 900_000)]
    parted = edges(units, 2, 100_000)
    planned = layers(units, by_amount(units, parted, 100_000))
    drawn = draw(with_sizes(planned, allocate(planned, 10, "proportional")), "x")
    assert {one.unit.name for one in drawn if one.stratum == CERTAIN} == {"large", "larger"}
    assert len(drawn) == 12


@pytest.mark.parametrize("how", ["proportional", "optimal", "equal"])
@given(st.lists(st.lists(st.integers(1, 90_000), min_size=1, max_size=30), min_size=1, max_size=5), st.integers(2, 80))
@settings(max_examples=40, deadline=None)
def test_allocation_gives_all_and_to_none_too_many(how: str, paid: list[list[int]], count: int) -> None:
    planned = [
        Layer(str(at), tuple(Unit(f"{at} {n}", cents) for n, cents in enumerate(one))) for at, one in enumerate(paid)
    ]
    least = sum(min(2, len(one.units)) for one in planned)
    if count < least:
        with pytest.raises(Unsound, match="too small"):
            allocate(planned, count, how)  # type: ignore[arg-type]
        return
    given_out = allocate(planned, count, how)  # type: ignore[arg-type]
    assert sum(given_out.values()) == min(count, sum(len(one.units) for one in planned))
    assert all(min(2, len(one.units)) <= given_out[one.name] <= len(one.units) for one in planned)


def test_proportional_and_optimal_allocation_by_hand() -> None:
    flat = Layer("flat", tuple(Unit(f"f{n}", 1_000 + n % 3) for n in range(90)))
    wide = Layer("wide", tuple(Unit(f"w{n}", 10_000 * n) for n in range(30)))
    assert allocate([flat, wide], 40, "proportional") == {"flat": 30, "wide": 10}
    assert allocate([flat, wide], 32, "optimal") == {"flat": 2, "wide": 30}
    assert allocate([flat, wide], 40, "equal") == {"flat": 20, "wide": 20}


# --- sizes


def test_the_size_for_a_probe_is_that_of_the_formula() -> None:
    """Mean 50, deviation 50.5: for 20 % at 90 % (1.644854 * 50.5 / 10)² = 69, of 500 units 69 / (1 + 69 / 500)."""
    found = probed(500, [0, 100] * 25)
    first = (1.644854 * float(found.variance) ** 0.5 / (0.20 * 50)) ** 2
    assert size([found], Fraction(1, 5), 0.90) == -(-first // (1 + first / 500))


def test_the_planned_size_gives_the_planned_precision() -> None:
    """In the planned universe itself, the standard error of the chosen size is just small enough."""
    planned = layers([Unit(str(at), 2_000 + (at * 7919) % 9_000) for at in range(5_000)])
    rate, precision = Fraction(1, 5), Fraction(1, 10)
    count = planned_size(planned, rate, precision, 0.90, "proportional")
    one = expected(planned[0], rate)

    def relative(drawn: int) -> float:
        spread = float(one.units * (one.units - drawn) * one.variance / drawn)
        return float(1.644854 * spread**0.5 / float(one.units * one.mean))

    assert relative(count) <= 0.1 < relative(count - 1)


def test_strata_of_amounts_need_fewer_units_than_none() -> None:
    chance = random.Random(9)
    units = [Unit(str(at), int(chance.lognormvariate(8, 1.2)) + 1) for at in range(3_000)]
    parted = layers(units, by_amount(units, edges(units, 4)))
    whole = planned_size(layers(units), Fraction(9, 10), Fraction(1, 10), 0.90, "proportional")
    by_strata = planned_size(parted, Fraction(9, 10), Fraction(1, 10), 0.90, "proportional")
    best = planned_size(parted, Fraction(9, 10), Fraction(1, 10), 0.90, "optimal")
    assert best < by_strata < whole


def test_a_size_is_never_beyond_the_universe_and_nothing_expected_is_refused() -> None:
    assert size([probed(10, [0, 0, 0, 0, 0, 0, 0, 0, 0, 90])], Fraction(1, 100), 0.95) == 10
    with pytest.raises(Unsound, match="No overpayment is expected"):
        size([probed(100, [0, 0, 0])], Fraction(1, 4), 0.90)
    with pytest.raises(Unsound, match="two at least"):
        probed(100, [5])
