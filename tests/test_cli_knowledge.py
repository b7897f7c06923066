"""The command's answers on codes and prices: every column of knowledge, and both factors of 2026."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from romberg.cli import main
from romberg.knowledge import codes, tables

PRICE = ["price", "--zip", "77002", "--on", "2026-03-02"]


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    """What a command prints, where it ends with this status."""
    assert main(arguments) == status
    told = capsys.readouterr()
    return told.out if status == 0 else told.err


def json_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a command prints as JSON."""
    return json.loads(said(capsys, *arguments, "--format", "json"))


# --- codes


def test_a_code_tells_all_that_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    found = json_of(capsys, "codes", "97112", "--on", "2026-03-02")
    assert (found["therapy"], found["status"], found["multiple_procedure_reduction"]) == ("always", "A", True)
    assert (found["service"], found["disciplines"], found["valid"]) == ("balance", ["PT", "OT", "DC"], True)
    assert found["values"] == {"work": "0.50", "office": "0.47", "facility": "0.47", "malpractice": "0.01"}
    assert {setting: limit["units"] for setting, limit in found["daily_limits"].items()} == {
        "practitioner": 4,
        "hospital": 6,
        "medicaid": 4,
    }
    assert found["daily_limits"]["practitioner"]["kind"] == 3


def test_the_page_of_a_code_says_it_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "codes", "97112", "97014", "97532", "--on", "2026-03-02")
    for words in (
        "always therapy; service: balance; billed by PT, OT, DC",
        "status A, paid under the fee schedule; further units of the day reduced",
        "4 practitioner (by day, open to appeal, 2026Q2); 6 hospital",
        "status I, not taken; another code stands for it",
        "NOT VALID on 2026-03-02 (through 2017-12-31)",
    ):
        assert words in page


def test_a_code_that_the_year_does_not_hold_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert json_of(capsys, "codes", "97550", "--on", "2023-06-01")["status"] is None
    assert "does not hold the code for that year" in said(capsys, "codes", "97550", "--on", "2023-06-01")


@pytest.mark.parametrize("year", range(2020, 2027))
def test_every_code_can_be_told_in_every_year(capsys: pytest.CaptureFixture[str], year: int) -> None:
    found = json_of(capsys, "codes", "--on", f"{year}-07-01")
    assert {one["code"] for one in found} == set(codes.all_codes())
    reduced = {one["code"] for one in found if one["multiple_procedure_reduction"]}
    assert reduced == tables.mppr_codes(year)


# --- prices


def test_a_price_prints_its_steps(capsys: pytest.CaptureFixture[str]) -> None:
    found = json_of(capsys, *PRICE, "--code", "97112:2", "--code", "97110:1")
    first, second = found["lines"]
    assert [step["step"] for step in first["steps"]] == ["fee schedule", "multiple procedure reduction"]
    assert [step["step"] for step in second["steps"]] == ["fee schedule", "multiple procedure reduction"]
    for line in found["lines"]:
        assert sum(step["cents"] for step in line["steps"]) == line["allowed_cents"]
        assert sum(step["cents"] for step in line["payment"]) == line["payer_cents"]
        assert [step["step"] for step in line["payment"]] == ["allowed", "coinsurance", "sequestration"]
    # Houston in 2026: work 1.008, practice expense 0.993, malpractice 1.376, factor 33.4009
    one = [Decimal(part) for part in ("0.50", "0.47", "0.01")]
    weights = [Decimal(part) for part in ("1.008", "0.993", "1.376")]
    unit = sum(value * weight for value, weight in zip(one, weights, strict=True)) * Decimal("33.4009")
    assert first["steps"][0]["cents"] == 2 * round(unit * 100)
    assert found["allowed_cents"] == sum(line["allowed_cents"] for line in found["lines"])


def test_the_whole_unit_stays_with_the_highest_practice_expense(capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, *PRICE, "--code", "97112:2", "--code", "97110:1")
    assert "one unit of this line keeps all of it" in page.partition("97110 x 1")[0]
    assert "another line's unit keeps it" in page.partition("97110 x 1")[2]


@pytest.mark.parametrize(("on", "larger"), [("2026-03-02", True), ("2025-03-03", False), ("2020-07-01", False)])
def test_both_factors_price(capsys: pytest.CaptureFixture[str], on: str, larger: bool) -> None:
    general = json_of(capsys, "price", "--zip", "77002", "--on", on, "--code", "97112:1")
    qualifying = json_of(capsys, "price", "--zip", "77002", "--on", on, "--code", "97112:1", "--qualifying")
    assert (qualifying["allowed_cents"] > general["allowed_cents"]) is larger
    factor = "33.5675" if larger else {"2025": "32.3465", "2020": "36.0896"}[on[:4]]
    assert factor in qualifying["lines"][0]["steps"][0]["says"]


@pytest.mark.parametrize(
    ("code", "differs"), [("97112", False), ("97140", False), ("98940", True), ("97129", True), ("92610", True)]
)
def test_the_place_of_service_moves_only_some_prices(
    capsys: pytest.CaptureFixture[str], code: str, differs: bool
) -> None:
    office, hospital = (
        json_of(capsys, *PRICE, "--code", f"{code}:1", "--place", place)["allowed_cents"] for place in ("11", "22")
    )
    assert (office != hospital) is differs
    assert hospital <= office


def test_a_place_that_does_not_exist_is_told_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, *PRICE, "--code", "97112:1", "--place", "98", status=2)
    assert "'98' is no place of service" in told


def test_a_date_beyond_what_was_verified_has_no_price(capsys: pytest.CaptureFixture[str]) -> None:
    found = json_of(capsys, "price", "--code", "97112:1", "--zip", "77002", "--on", "2027-01-04")
    assert found["allowed_cents"] is None
    assert found["unknown"]
