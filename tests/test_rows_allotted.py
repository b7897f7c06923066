"""Rows without codes beside sums by service: each sum is met, the words decide, and no other way would speak better."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from romberg.batch.check import check_text
from romberg.batch.options import Options
from romberg.notes.treatments.grids.allotted import allot

_HEAD = "OT daily note\nDOS 01/29/2026  Medicare Part B\nI69.351\nTx\n"
_REST = "A: selective control returning, skilled OT needed.\nP: 2x/wk\nH. Stagg, OTR/L e-signed 1/29/26\n"
_CODES = ("97112", "97535", "97530")


def _minutes(grid: str) -> dict[str, int | None]:
    report = check_text(_HEAD + grid + _REST, Options()).as_dict()
    return {one["code"]: one["minutes"] for one in report["visit"]["procedures"]}


_GRID = """Activity                                  | min
scapular mobility w/ protraction cue      |  7
R arm closed chain on ball, weight shift  |  8
stick turns to a beat                     |  7
shirt and tie one handed                  |  9
shave and toothpaste                      |  7
"""


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        ("NMR 22     ADL 16\n", {"97112": 22, "97535": 16}),
        ("97112: 22 min, 97535: 16 min\n", {"97112": 22, "97535": 16}),
        ("Totals: 97535 16 / 97112 22\n", {"97112": 22, "97535": 16}),
    ],
)
def test_sums_beside_a_grid_give_its_rows_their_codes(sums: str, expected: dict[str, int]) -> None:
    assert _minutes(_GRID + sums) == expected


def test_sums_that_the_rows_do_not_meet_change_nothing() -> None:
    assert _minutes(_GRID + "NMR 25     ADL 16\n") != {"97112": 22, "97535": 16}


def _weight(way: tuple[str, ...], weights: list[dict[str, int]]) -> int:
    together = sum(20 for one, next_one in pairwise(way) if one == next_one)
    return together + sum(speaks.get(name, 0) for name, speaks in zip(way, weights, strict=True))


@given(st.data())
def test_no_other_way_to_meet_the_sums_speaks_better(data: st.DataObject) -> None:
    minutes = data.draw(st.lists(st.integers(1, 12), min_size=1, max_size=6))
    names = _CODES[: data.draw(st.integers(1, 3))]
    hidden = data.draw(st.lists(st.sampled_from(names), min_size=len(minutes), max_size=len(minutes)))
    weigh = st.dictionaries(st.sampled_from(names), st.integers(0, 90))
    weights = data.draw(st.lists(weigh, min_size=len(minutes), max_size=len(minutes)))
    sums = {name: sum(m for m, one in zip(minutes, hidden, strict=True) if one == name) for name in names}
    ways = [
        way
        for way in product(names, repeat=len(minutes))
        if all(sums[n] == sum(m for m, one in zip(minutes, way, strict=True) if one == n) for n in names)
    ]
    found = allot(minutes, weights, sums)
    assert found in ways
    assert _weight(found or (), weights) == max(_weight(way, weights) for way in ways)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.integers(1, 100))
def test_sums_that_cannot_be_met_find_no_way(minutes: list[int], too_much: int) -> None:
    assert allot(minutes, [{} for _ in minutes], {"97112": sum(minutes) + too_much}) is None
