"""The cases of tests/cases/units, all of them in one frame and each by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from romberg import units
from romberg.knowledge import citations

FOLDER = Path(__file__).parent / "cases" / "units"
TYPES = {
    "visit": pl.UInt32,
    "code": pl.String,
    "timed": pl.Boolean,
    "unit_minutes": pl.Int64,
    "minutes": pl.Int64,
    "assistant_minutes": pl.Int64,
    "service_date": pl.Date,
}
KEYS = {
    "name",
    "date",
    "minutes",
    "untimed",
    "unit_minutes",
    "cms",
    "ama",
    "strict_fifteen",
    "tie",
    "assistant",
    "to_next",
}


def load() -> list[dict[str, Any]]:
    files = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.yaml"))]
    return [{"date": file["date"], **case} for file in files for case in file["cases"]]


CASES = load()


def rows_of(visit: int, case: dict[str, Any]) -> list[tuple[Any, ...]]:
    services = [(code, True, spent) for code, spent in case.get("minutes", {}).items()]
    services += [(code, False, spent) for code, spent in case.get("untimed", {}).items()]
    return [
        (visit, code, timed, case.get("unit_minutes", 15), *split(spent), case["date"])
        for code, timed, spent in services
    ]


def split(spent: int | list[int] | None) -> tuple[int | None, int]:
    return (sum(spent), spent[1]) if isinstance(spent, list) else (spent, 0)


def counted(cases: list[dict[str, Any]]) -> pl.DataFrame:
    rows = [row for visit, case in enumerate(cases) for row in rows_of(visit, case)]
    return units.count(pl.DataFrame(rows, schema=TYPES, orient="row"))


@pytest.fixture(scope="module")
def all_at_once() -> pl.DataFrame:
    return counted(CASES)


@pytest.mark.parametrize("visit", range(len(CASES)), ids=[case["name"] for case in CASES])
def test_case(visit: int, all_at_once: pl.DataFrame) -> None:
    case = CASES[visit]
    stacked = all_at_once.filter(pl.col("visit") == visit).to_dicts()
    for way in ("cms", "ama", "strict_fifteen"):
        if way in case:
            assert earned(stacked, f"units_{way}") == case[way], way
    if "cms" in case:
        assert sorted(row["code"] for row in stacked if row["tie_cms"]) == case.get("tie", [])
    if "assistant" in case:
        assert {row["code"]: row["assistant_units_cms"] for row in stacked} == case["assistant"]
    if "to_next" in case:
        assert {row["minutes_to_next"] for row in stacked if row["timed"]} == {case["to_next"]}
    alone = counted([case]).drop("visit").to_dicts()
    assert alone == [{name: value for name, value in row.items() if name != "visit"} for row in stacked]


def earned(rows: list[dict[str, Any]], column: str) -> dict[str, int | None]:
    """Units by code, without the codes that get none; unknown ones stay, as None."""
    return {row["code"]: row[column] for row in rows if row[column] != 0}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case_is_well_formed(case: dict[str, Any]) -> None:
    assert case.keys() <= KEYS | {"source", "mark"}
    assert case.keys() & {"cms", "ama", "strict_fifteen", "assistant"}, "a case expects something"
    assert isinstance(case["date"], date)
    if "source" in case:
        assert citations.get(case["source"]).title


def test_names_are_unlike() -> None:
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names)
