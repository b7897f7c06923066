"""The published worked examples on units and assistants, where the shared reference folder lies beside the checkout."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from romberg import units
from romberg.units import midpoint

GOLDEN = Path(__file__).parents[2] / "shared" / "reference" / "golden_medicare.yaml"
TOPICS = ("units_table", "units", "midpoint", "cqco", "group_vs_individual")
TODAY = date(2026, 3, 12)
KNOWN_THROUGH = date(2026, 12, 31)


def golden() -> list[dict[str, Any]]:
    if not GOLDEN.is_file():
        return []
    cases = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))["cases"]
    return [case for case in cases if case["topic"] in TOPICS]


CASES = golden()
pytestmark = pytest.mark.skipif(not CASES, reason="the shared reference folder does not lie beside this checkout")


def of(topic: str) -> list[Any]:
    found = [pytest.param(case, id=case["id"]) for case in CASES if case["topic"] == topic]
    return found or [pytest.param({}, id="absent")]


def earned(shares: dict[str, int | None]) -> dict[str, int]:
    return {code: number for code, number in shares.items() if number}


@pytest.mark.parametrize("case", of("units_table"))
def test_table(case: dict[str, Any]) -> None:
    (spent,), (expected,) = case["input"].values(), case["expected"].values()
    report = units.report({"97112": (spent, 0)}, TODAY)
    assert report[case["rule"]]["units"] == {"97112": expected}


@pytest.mark.parametrize("case", of("units"))
def test_units(case: dict[str, Any]) -> None:
    timed, untimed = case["input"]["timed_minutes"], case["input"].get("untimed", {})
    section = units.report({code: (spent, 0) for code, spent in (timed | untimed).items()}, TODAY)["cms"]
    expected = case["expected"]
    assert section["total_timed_minutes"] == expected["total_timed_minutes"]
    assert sum(section["units"][code] for code in timed) == expected["total_timed_units"]
    fair = [earned(shares) for shares in (section["units"], *section["alternatives"])]
    if "accept_any_of" not in expected:
        assert fair == [expected["units"]]
        return
    only_timed = [{code: number for code, number in shares.items() if code in timed} for shares in fair]
    assert sorted(map(sorted, (one.items() for one in only_timed))) == sorted(
        map(sorted, (one.items() for one in expected["accept_any_of"]))
    )


@pytest.mark.parametrize("case", of("midpoint"))
def test_midpoint(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["expected"]["units"]
    counted = pl.select(midpoint.units(pl.lit(given["minutes"]), given["unit_minutes"])).item()
    assert counted == expected


@pytest.mark.parametrize("case", of("cqco"))
def test_assistant(case: dict[str, Any]) -> None:
    minutes = {
        code: (people["pt"] + people.get("pta_assisting_pt", 0), people["pta"])
        for code, people in case["input"]["minutes"].items()
    }
    expected = {code: shares for code, shares in case["expected"].items() if isinstance(shares, dict)}
    for on in days(case["applies"]):
        report = units.report(minutes, on, modifier="CQ")
        for code, shares in expected.items():
            assert lines(report, code, []) == shares["plain"], (code, on)
            assert lines(report, code, ["CQ"]) == shares["CQ"], (code, on)
        if "total_units" in case["expected"]:
            assert sum(report["cms"]["units"].values()) == case["expected"]["total_units"]


def days(applies: dict[str, str | None]) -> list[date]:
    """The first, the last and some days between on which an example applies, as far as the rules are known."""
    first = date.fromisoformat(str(applies["from"]))
    last = date.fromisoformat(applies["to"]) if applies["to"] else KNOWN_THROUGH
    quarters = [first + timedelta(days=91 * step) for step in range((last - first).days // 91 + 1)]
    return [*quarters, last]


def lines(report: dict[str, Any], code: str, modifiers: list[str]) -> int:
    found = [line for line in report["lines"] if line["code"] == code and line["modifiers"] == modifiers]
    assert not any(line.get("modifiers_unknown") for line in found)
    return sum(line["units"] for line in found)


@pytest.mark.parametrize("case", of("group_vs_individual"))
def test_one_to_one_in_a_group(case: dict[str, Any]) -> None:
    code = case["input"]["code"]
    for patient, episodes in case["input"]["patients"].items():
        assert sum(episodes) == case["expected"]["minutes"][patient]
        report = units.report({code: (sum(episodes), 0)}, TODAY)
        assert report["cms"]["units"] == case["expected"]["units"][patient]


def test_every_example_is_asked() -> None:
    assert {case["topic"] for case in CASES} == set(TOPICS)
    assert sum(case["verified"] is True for case in CASES) >= 25
