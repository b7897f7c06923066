"""The cases of the parameters: on this day this value, with its mark, or nobody knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from romberg.knowledge import parameters, tables
from romberg.knowledge.documents import read_yaml
from romberg.knowledge.steps import NOT_VERIFIED, VERIFIED, latest
from romberg.units.eight_minute import units_of_total

FILES = sorted((Path(__file__).parent / "cases" / "parameters").glob("*.yaml"))
CASES: dict[str, list[dict[str, Any]]] = {path: cases for file in FILES for path, cases in read_yaml(file).items()}
TODAY = date(2026, 3, 2)
FLAT = [(path, case) for path, cases in CASES.items() for case in cases]


@pytest.mark.parametrize(("path", "case"), FLAT, ids=[f"{path} on {case['day']}" for path, case in FLAT])
def test_case(path: str, case: dict[str, Any]) -> None:
    found = parameters.step(path, case["day"])
    if case["value"] == "unknown":
        assert found is None
        assert str(case["day"]) in parameters.unknown_because(path, case["day"])
        return
    assert found is not None
    assert (type(found.value) is bool) is (type(case["value"]) is bool)
    assert found.value == case["value"]
    assert found.mark == case.get("mark", VERIFIED)


@pytest.mark.parametrize("path", parameters.paths())
def test_every_dated_step_has_a_case(path: str) -> None:
    """A value that nobody wrote a case for could be anything."""
    chain = parameters.parameter(path).steps
    tried = {latest(chain, case["day"]) for case in CASES.get(path, ())}
    assert set(chain) <= tried, f"{path}: write a case in {', '.join(file.name for file in FILES)} for each value"


def test_every_case_names_a_parameter_that_exists() -> None:
    assert set(CASES) == set(parameters.paths())


def test_marks_are_the_two_words() -> None:
    assert {case.get("mark", VERIFIED) for _, case in FLAT} == {VERIFIED, NOT_VERIFIED}


# --- what the figures mean elsewhere in the program


def _known(path: str) -> Any:
    found = parameters.step(path, TODAY)
    assert found is not None
    return found.value


def test_units_are_counted_as_the_published_table_says() -> None:
    names = [f"minutes_for_{units}_units" for units in range(2, 9)]
    starts = [0, *(_known(f"medicare.eight_minute_rule.{name}") for name in ("first_unit", *names))]
    ends = [*starts[1:], starts[-1] + _known("medicare.eight_minute_rule.unit")]
    minutes = pl.DataFrame({"total": range(ends[-1])}).with_columns(units=units_of_total(pl.col("total")))
    table = [units for units, (start, end) in enumerate(zip(starts, ends, strict=True)) for _ in range(start, end)]
    assert minutes["units"].to_list() == table


def test_no_locality_weighs_work_below_the_floor() -> None:
    floor = _known("medicare.work_index.floor")
    weights = tables.frame("localities")["work"]
    assert weights.min() == 1000 * floor  # the frame counts thousandths, and many places stand on the floor


def test_work_values_that_changed_in_2026_were_cut_by_the_adjustment() -> None:
    cut = parameters.step("medicare.efficiency_adjustment.work_cut", TODAY)
    assert cut is not None
    frame = tables.frame("fee_schedule")
    before, after = (frame.filter(year=year).select("code", "work") for year in (2025, 2026))
    changed = before.join(after, on="code", suffix="_after").filter(pl.col("work") != pl.col("work_after"))
    kept = 1000 - int(str(cut.value))
    expected = changed.select("code", work_after=(pl.col("work") * kept + 500) // 1000)
    assert changed.height > 20
    assert changed.select("code", "work_after").rows() == expected.rows()
