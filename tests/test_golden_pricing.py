"""Prices that others published: their own cases here, and whole sets from `../shared` where it lies beside us."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from romberg.knowledge import parameters, tables
from romberg.money import half_up
from romberg.pricing import price_frame
from romberg.pricing.frame import amounts, complete

OWN = Path(__file__).parent / "cases" / "pricing" / "published" / "examples.yaml"
SHARED = Path(__file__).parents[2] / "shared" / "reference"
BESIDE = pytest.mark.skipif(not SHARED.is_dir(), reason="the extra lane needs ../shared beside the checkout")


def _golden() -> list[Any]:
    cases: list[Mapping[str, Any]] = yaml.safe_load(OWN.read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=f"own: {case['id']}") for case in cases]


def _shared() -> list[Any]:
    if not SHARED.is_dir():
        return [pytest.param({}, id="shared cases", marks=BESIDE)]
    cases = yaml.safe_load((SHARED / "golden_medicare.yaml").read_text(encoding="utf-8"))["cases"]
    ours = (case for case in cases if case["topic"] in {"mppr", "pricing", "kx"} and case["verified"] is True)
    return [pytest.param(case, id=f"shared: {case['id']}") for case in ours]


def _scaled(value: float, places: int) -> int:
    return int(half_up(Decimal(str(value)).scaleb(places)))


def _lines(units: list[Mapping[str, float]], on: date, dollars: float, gpci: Mapping[str, float]) -> pl.DataFrame:
    """Units of which work, practice expense and malpractice are given, as lines ready for their amounts."""
    lines = pl.DataFrame(
        {
            "visit": [0] * len(units),
            "code": ["given"] * len(units),
            "units": [1] * len(units),
            "work": [_scaled(unit["work"], 2) for unit in units],
            "practice": [_scaled(unit["pe"], 2) for unit in units],
            "malpractice": [_scaled(unit["mp"], 2) for unit in units],
        }
    )
    return complete(lines).with_columns(
        service_date=pl.lit(on),
        status=pl.lit("A"),
        multiple_procedure=pl.lit(5),
        work_index=pl.lit(_scaled(gpci["work"], 3)),
        practice_index=pl.lit(_scaled(gpci["pe"], 3)),
        malpractice_index=pl.lit(_scaled(gpci["mp"], 3)),
        factor=pl.lit(_scaled(dollars, 4)),
    )


EVEN = {"work": 1, "pe": 1, "mp": 1}


def _price(case: Mapping[str, Any]) -> None:
    given = case["input"]
    unit = {"work": given.get("work", given.get("total_rvu")), "pe": given.get("pe", 0), "mp": given.get("mp", 0)}
    gpci = given["gpci"] if isinstance(given["gpci"], Mapping) else EVEN
    priced = amounts(_lines([unit], date(2026, 1, 5), given["conversion_factor"], gpci))
    assert priced["fee_cents"].to_list() == [_scaled(case["expected"]["amount"], 2)]


def _units_of(lines: list[Mapping[str, Any]], lost: float, cut: float) -> Iterator[Mapping[str, float]]:
    """Units of which only paid amounts are known: the practice expense follows from what the reduction took.

    Of the code that is paid once whole and once reduced it is the difference; the rest is shared out among the others.
    """
    whole = next(line for line in lines if not line["reduced"])
    twin = next(line for line in lines if line["reduced"] and line["code"] == whole["code"])
    expense = (whole["paid"] - twin["paid"]) / cut
    yield from [{"work": whole["paid"] - expense, "pe": expense, "mp": 0}] * 2
    others = [line["paid"] for line in lines if line is not whole and line is not twin]
    each = (lost / cut - expense) / len(others)
    yield from [{"work": sum(others) / len(others) - each * (1 - cut), "pe": each, "mp": 0}] * len(others)


def _mppr(case: Mapping[str, Any]) -> None:
    on, given, expected = date.fromisoformat(case["applies"]["from"]), case["input"], case["expected"]
    if "units" in given:
        units, together, apart = given["units"], expected["total"], expected["without_mppr"]
    else:
        together, apart = expected["total_with_mppr"], expected["total_without_mppr"]
        units = list(_units_of(given["lines"], apart - together, given["pe_reduction"]))
    priced = amounts(_lines(units, on, 1, EVEN))
    assert priced["fee_cents"].sum() == _scaled(apart, 2)
    assert priced["allowed_cents"].sum() == _scaled(together, 2)


def _kx(case: Mapping[str, Any]) -> None:
    on = date.fromisoformat(case["applies"]["from"])
    step = parameters.step("medicare.therapy_threshold.pt_slp", on)
    assert step is not None
    assert step.value == case["input"]["threshold_pt_slp"]
    combined = sum(case["input"]["accrued"].values())
    assert combined == case["expected"]["combined"]
    assert (combined > step.value) is case["expected"]["kx_required_beyond_threshold"]


@pytest.mark.parametrize("case", [*_golden(), *_shared()])
def test_published_example(case: Mapping[str, Any]) -> None:
    {"pricing": _price, "mppr": _mppr, "kx": _kx}[case["topic"]](case)


def _places() -> pl.DataFrame:
    """The contractor of each state and locality, which the set of prices does not name."""
    return tables.frame("localities").select(pl.col("year").cast(pl.String), "state", "locality", "mac")


@BESIDE
def test_every_computed_price_of_2025_and_2026_is_met_to_the_cent() -> None:
    with (SHARED / "golden_price_computed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = (
        pl.DataFrame(rows)
        .with_row_index("visit")
        .join(_places(), on=["year", "state", "locality"], how="left", maintain_order="left")
        .with_columns(service_date=pl.date(pl.col("year").cast(pl.Int32), 3, 2), units=pl.lit(2))
        .drop("year")
    )
    priced = price_frame(lines.select("visit", "code", "units", "service_date", "mac", "locality"))
    expected = [
        (int(Decimal(row["full_nonfac"]) * 100), int(Decimal(row["mppr_reduced_nonfac"]) * 100)) for row in rows
    ]
    assert len(expected) == 1090
    assert priced.select("unit_cents", "reduced_unit_cents").rows() == expected
