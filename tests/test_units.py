"""Units over frames: against the slow oracle, and what must hold whatever the minutes."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import units as oracle

from romberg import units

CODES = ("97110", "97112", "97116", "97140", "97530")
TYPES = {
    "visit": pl.UInt32,
    "code": pl.String,
    "timed": pl.Boolean,
    "minutes": pl.Int64,
    "assistant_minutes": pl.Int64,
    "service_date": pl.Date,
}
ANSWERS = (
    "units_cms",
    "units_ama",
    "units_strict_fifteen",
    "tie_cms",
    "assistant_units_cms",
    "assistant_units_ama",
    "assistant_units_strict_fifteen",
    "minutes_to_next",
)
Service = tuple[str, bool, int | None, int]
Split = dict[str, tuple[int, int]]

person = st.integers(0, 47)
dates = st.sampled_from(
    [date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
)
split_minutes = st.tuples(person, st.one_of(st.just(0), person))
visits = st.tuples(st.dictionaries(st.sampled_from(CODES), split_minutes, min_size=1, max_size=5), dates)


def frame(*visits_of_rows: tuple[list[Service], date | None]) -> pl.DataFrame:
    rows = [
        (visit, code, timed, minutes, assistant, on)
        for visit, (services, on) in enumerate(visits_of_rows)
        for code, timed, minutes, assistant in services
    ]
    return pl.DataFrame(rows, schema=TYPES, orient="row")


def timed(split: Split) -> list[Service]:
    return [(code, True, a + b, b) for code, (a, b) in split.items()]


def timed_frame(split: Split, on: date = date(2026, 3, 12)) -> pl.DataFrame:
    return frame((timed(split), on))


def total(counted: pl.DataFrame) -> int:
    return int(counted["units_cms"].sum())


@given(st.lists(visits, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_frame_is_oracle(many: list[tuple[Split, date]]) -> None:
    asked = frame(*((timed(one), on) for one, on in many))
    counted = units.count(asked)
    for visit, (split, on) in enumerate(many):
        rows = {row["code"]: row for row in counted.filter(pl.col("visit") == visit).to_dicts()}
        minutes = {code: a + b for code, (a, b) in split.items()}
        shares = {code: row["units_cms"] for code, row in rows.items()}
        assert shares in oracle.fair_allocations(minutes)
        assert {code for code, row in rows.items() if row["tie_cms"]} == oracle.tied(minutes)
        for code, (therapist, assistant) in split.items():
            one = rows[code]
            assert one["units_ama"] == oracle.midpoint(minutes[code])
            assert one["units_strict_fifteen"] == oracle.full_fifteen(minutes[code])
            for way in ("cms", "ama", "strict_fifteen"):
                expected = oracle.with_modifier(therapist, assistant, one[f"units_{way}"], on)
                assert one[f"assistant_units_{way}"] == expected, (way, therapist, assistant, on)


@given(person, person, dates)
@settings(max_examples=100, deadline=None)
def test_untimed_service_is_judged_as_a_whole(therapist: int, assistant: int, on: date) -> None:
    (row,) = units.count(frame(([("97150", False, therapist + assistant, assistant)], on))).to_dicts()
    assert [row[f"units_{way}"] for way in ("cms", "ama", "strict_fifteen")] == [1, 1, 1]
    assert row["assistant_units_cms"] == oracle.whole_service_carries(therapist, assistant, on)
    assert row["minutes_to_next"] is None


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 90), min_size=1))
@settings(max_examples=150, deadline=None)
def test_no_unit_without_its_minutes(minutes: dict[str, int]) -> None:
    counted = units.count(timed_frame({code: (spent, 0) for code, spent in minutes.items()}))
    spent = sum(minutes.values())
    assert total(counted) == (spent + 7) // 15 == oracle.units_of_total(spent)
    assert total(counted) == 0 or spent >= 15 * total(counted) - 7
    for row in counted.to_dicts():
        assert row["minutes"] // 15 <= row["units_cms"] <= row["minutes"] // 15 + 1
        assert row["minutes"] > 0 or row["units_cms"] == 0
        assert 2 * row["minutes"] > 15 * (2 * row["units_ama"] - 1) or row["units_ama"] == 0
        assert 15 * row["units_strict_fifteen"] <= row["minutes"]


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 60), min_size=1), st.integers(1, 30), st.data())
@settings(max_examples=150, deadline=None)
def test_more_minutes_never_lower_the_total(minutes: dict[str, int], more: int, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(sorted(minutes)))
    longer = minutes | {code: minutes[code] + more}
    before, after = (
        units.count(timed_frame({c: (m, 0) for c, m in one.items()})).select(pl.col("^units_.*$").sum()).row(0)
        for one in (minutes, longer)
    )
    assert all(b <= a for b, a in zip(before, after, strict=True))


@given(st.dictionaries(st.sampled_from(CODES), st.integers(0, 60), min_size=1))
@settings(max_examples=100, deadline=None)
def test_minutes_to_next_is_the_first_that_adds_a_unit(minutes: dict[str, int]) -> None:
    counted = units.count(timed_frame({code: (spent, 0) for code, spent in minutes.items()}))
    (missing,) = counted["minutes_to_next"].unique()
    code, spent = next(iter(minutes.items()))
    with_one_less, with_all = (
        total(units.count(timed_frame({c: (m, 0) for c, m in (minutes | {code: spent + more}).items()})))
        for more in (missing - 1, missing)
    )
    assert (with_one_less, with_all) == (total(counted), total(counted) + 1)


@given(st.lists(visits, min_size=1, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_and_company_change_nothing(many: list[tuple[Split, date]], shuffle: random.Random) -> None:
    asked = frame(*((timed(one), on) for one, on in many))
    counted = units.count(asked)
    assert counted.select(asked.columns).equals(asked)
    order = list(range(asked.height))
    shuffle.shuffle(order)
    mixed = units.count(asked[order])
    assert mixed.sort("visit", "code").equals(counted.sort("visit", "code"))
    for visit in range(len(many)):
        alone = units.count(asked.filter(pl.col("visit") == visit))
        assert alone.equals(counted.filter(pl.col("visit") == visit))


@given(visits)
@settings(max_examples=100, deadline=None)
def test_assistants_part_never_exceeds_the_units(one: tuple[Split, date]) -> None:
    split, on = one
    counted = units.count(timed_frame(split, on))
    for row in counted.to_dicts():
        for way in ("cms", "ama", "strict_fifteen"):
            part = row[f"assistant_units_{way}"]
            assert part is None or 0 <= part <= row[f"units_{way}"]
    by_therapist = units.count(timed_frame({code: (a + b, 0) for code, (a, b) in split.items()}, on))
    assert by_therapist["units_cms"].equals(counted["units_cms"])


def test_untimed_and_unknown_rows_lend_no_minutes() -> None:
    services: list[Service] = [("97110", True, 7, 0), ("97010", False, 20, 0), ("97112", True, None, 0)]
    by_code = {row["code"]: row for row in units.count(frame((services, date(2026, 3, 12)))).to_dicts()}
    assert [by_code[code]["units_cms"] for code in ("97110", "97010", "97112")] == [0, 1, None]
    assert not any(row["tie_cms"] for row in by_code.values())
    assert {row["minutes_to_next"] for row in by_code.values()} == {None}


@pytest.mark.parametrize(
    ("service", "on"),
    [
        (("97110", True, 10, 11), date(2026, 3, 12)),
        (("97110", True, 10, -1), date(2026, 3, 12)),
        (("97110", True, None, 5), date(2026, 3, 12)),
        (("97150", False, None, 5), date(2026, 3, 12)),
        (("97110", True, 10, 5), None),
    ],
)
def test_what_the_record_does_not_say_is_unknown(service: Service, on: date | None) -> None:
    (row,) = units.count(frame(([service], on))).to_dicts()
    assert row["assistant_units_cms"] is None


@pytest.mark.parametrize("minutes", [-1, 24 * 60 + 1])
def test_minutes_that_no_day_holds_are_unknown(minutes: int) -> None:
    rows = units.count(frame(([("97110", True, minutes, 0), ("97112", True, 8, 0)], date(2026, 3, 12)))).to_dicts()
    assert [row["units_cms"] for row in rows] == [None, 1]


def test_no_assistant_needs_no_date() -> None:
    (row,) = units.count(frame(([("97110", True, 20, 0)], None))).to_dicts()
    assert (row["units_cms"], row["assistant_units_cms"]) == (1, 0)


def test_whether_timed_unknown() -> None:
    asked = timed_frame({"97110": (20, 0)}).with_columns(timed=pl.lit(None, dtype=pl.Boolean))
    (row,) = units.count(asked).to_dicts()
    assert (row["units_cms"], row["minutes_to_next"]) == (None, None)


def test_empty_frame_and_columns() -> None:
    counted = units.count(frame())
    assert counted.height == 0
    assert tuple(counted.columns) == (*TYPES, *ANSWERS)
    expected = [pl.Boolean if name == "tie_cms" else pl.Int64 for name in ANSWERS]
    assert [counted.schema[name] for name in ANSWERS] == expected


def test_column_missing_is_told() -> None:
    with pytest.raises(units.UnitsInputError, match="the lines lack minutes, service_date"):
        units.count(frame().drop("minutes", "service_date"))


def test_other_columns_stay() -> None:
    asked = timed_frame({"97110": (20, 0)}).with_columns(note=pl.lit("a.txt"))
    row: dict[str, Any] = units.count(asked).to_dicts()[0]
    assert row["note"] == "a.txt"
