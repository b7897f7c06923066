"""The page on pricing: its worked example is what the program says, to the cent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from romberg.cli import main

PAGE = (Path(__file__).parents[1] / "docs" / "pricing.md").read_text(encoding="utf-8")
STEPS = {"assistant": "assistant reduction"}


def _rows() -> Iterator[tuple[str, list[int]]]:
    """The rows of the worked example: its step, and the cents of both lines."""
    table = PAGE.split("## A worked example")[1].split("romberg price")[0]
    for name, first, second in re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|", table, re.MULTILINE):
        if re.search(r"\d\.\d\d", first):
            yield name.strip(" *"), [int(cell.strip(" *").replace(".", "")) for cell in (first, second)]


def test_the_worked_example_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    command = PAGE.split("## A worked example")[1].split("    romberg ")[1].split("\n")[0]
    assert main([*command.split(), "--format", "json"]) == 0
    lines = json.loads(capsys.readouterr().out)["lines"]
    told = [
        {
            **{step["step"]: step["cents"] for step in [*line["steps"], *line["payment"]]},
            "allowed": line["allowed_cents"],
            "Medicare pays": line["payer_cents"],
            "the patient pays": line["patient_cents"],
        }
        for line in lines
    ]
    rows = dict(_rows())
    assert len(rows) == 9
    for name, cents in rows.items():
        assert [line.get(STEPS.get(name, name), 0) for line in told] == cents, name


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--unassigned"], "give --non-participating as well"),
        (["--mips", "lots"], "is no percentage"),
        (["--deductible-left", "forty"], "is no sum in dollars"),
        (["--payer", "cigna", "--mips", "1"], "leave these options out"),
        (["--payer", "medicare_institutional", "--non-participating"], "leave these options out"),
        (["--same-day", "97112"], "is no service line"),
    ],
)
def test_options_that_cannot_be_are_refused(given: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["price", "--code", "97112:1", "--on", "2026-03-12", *given]) == 2
    assert says in capsys.readouterr().err


def test_the_rest_of_the_day_is_priced_and_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["price", "--code", "97112:2:GP", "--on", "2026-03-12", "--format", "json"]
    assert main([*asked, "--same-day", "97165:1:GO"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [line["code"] for line in found["lines"]] == ["97112"]
    assert found["allowed_cents"] == 4976


def test_what_an_earlier_payer_did_is_typed_line_by_line(capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["--code", "97112:1:GP=60.00", "--code", "97112:1:GP,CQ=60.00", "--code", "97110:1:GP=50.00"]
    asked = ["price", *lines, "--on", "2026-03-12", "--format", "json"]
    assert main([*asked, "--primary", "97112=20.00/35.00/35.00", "--primary", "97112=$0"]) == 0
    told = json.loads(capsys.readouterr().out)["lines"]
    steps = [{step["step"]: step["cents"] for step in line["payment"]} for line in told]
    assert steps[0]["earlier payer"] == 15_00 - (3273 - 655)
    assert steps[1]["earlier payer"] == 0
    assert "earlier payer" not in steps[2]
    (cite,) = next(step["cites"] for step in told[0]["payment"] if step["step"] == "earlier payer")
    assert (cite["id"], cite["mark"]) == ("cfr-42-411.33", "not verified")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("97110=20.00", "speaks of a line that no --code gives"),
        ("97112", "is no payer's answer"),
        ("97112=much", "is no payer's answer"),
        ("97112=1/2/3/4", "is no payer's answer"),
        ("=20", "is no payer's answer"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(given: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["price", "--code", "97112:1", "--on", "2026-03-12", "--primary", given]) == 2
    assert says in capsys.readouterr().err
