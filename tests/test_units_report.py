"""The calculator of one visit: its object, its sentences, its arguments."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import units as oracle

from romberg import units

ON = date(2026, 3, 12)


def ask(arguments: str, on: date = ON, **more: Any) -> dict[str, Any]:
    return units.report(units.parse(arguments.split()), on, **more)


def test_the_object_of_the_contract() -> None:
    report = ask("97112:24 97110:23")
    assert report["cms"]["total_timed_minutes"] == 47
    assert report["cms"]["units"] == {"97112": 2, "97110": 1}
    assert report["cms"]["alternatives"] == []
    assert report["cms"]["minutes_to_next"] == 6
    assert report["ama"]["units"] == {"97112": 2, "97110": 2}
    assert report["strict_fifteen"]["units"] == {"97112": 1, "97110": 1}
    assert report["lines"] == [
        {"code": "97112", "units": 2, "modifiers": []},
        {"code": "97110", "units": 1, "modifiers": []},
    ]
    assert "assistants" not in report


FOLDER = Path(__file__).parent / "cases" / "units" / "says"


def sentences(name: str) -> list[Any]:
    file = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    cases = [{"date": file["date"], **case} for case in file["cases"]]
    return [pytest.param(case, id=f"{case['asked']} {case.get('count', case['date'])}") for case in cases]


@pytest.mark.parametrize("case", sentences("counts"))
def test_sentence(case: dict[str, Any]) -> None:
    assert ask(case["asked"], case["date"])[case["count"]]["says"] == case["says"]


def test_the_three_counts_in_one_line() -> None:
    assert ask("97112:10")["says"] == "CMS (pooled): 1 unit; AMA (midpoint): 1 unit; 15 full minutes: no unit."


def test_a_tie_lists_the_other_choices() -> None:
    assert ask("97112:20 97110:20")["cms"]["alternatives"] == [{"97112": 2, "97110": 1}]


@given(st.dictionaries(st.sampled_from(["97110", "97112", "97116", "97140"]), st.integers(0, 60), min_size=1))
@settings(max_examples=60, deadline=None)
def test_choices_are_all_fair_allocations(minutes: dict[str, int]) -> None:
    section = units.report({code: (spent, 0) for code, spent in minutes.items()}, ON, lambda _: True)["cms"]
    shown = [section["units"], *section["alternatives"]]
    fair = oracle.fair_allocations(minutes)
    assert len(shown) == len(fair)
    assert all(one in fair for one in shown)


@pytest.mark.parametrize("case", sentences("assistants"))
def test_assistant(case: dict[str, Any]) -> None:
    report = ask(case["asked"], case["date"])
    assert report["assistants"] == case["says"]
    lines = [[line["units"], *(line["modifiers"] or ["plain"])] for line in report["lines"]]
    assert lines == case["lines"]


def test_a_split_that_no_rule_settles_is_said() -> None:
    report = ask("97110:12+11")
    assert report["lines"] == [{"code": "97110", "units": 2, "modifiers": [], "modifiers_unknown": True}]
    assert "No published rule that Romberg knows settles this split" in report["assistants"]


def test_a_date_that_nobody_verified_is_said() -> None:
    report = ask("97110:0+15", date(2027, 1, 4))
    assert report["lines"][0]["modifiers_unknown"]
    assert "nobody has verified a value after 2026-12-31" in report["assistants"]


def test_occupational_therapy_and_payers_without_modifier() -> None:
    assert ask("97530:0+15", modifier="CO")["lines"] == [{"code": "97530", "units": 1, "modifiers": ["CO"]}]
    plain = ask("97530:0+15", modifier=None)
    assert plain["lines"] == [{"code": "97530", "units": 1, "modifiers": []}]
    assert "assistants" not in plain


@pytest.mark.parametrize(
    ("counting", "counted_by", "lines"),
    [
        ("cms", "cms", [("97110", 1)]),
        ("ama", "ama", [("97112", 1), ("97110", 1)]),
        ("strict_fifteen", "strict_fifteen", []),
        ("unknown", "cms", [("97110", 1)]),
    ],
)
def test_lines_follow_the_payers_count(counting: str, counted_by: str, lines: list[tuple[str, int]]) -> None:
    report = ask("97112:10 97110:10", counting=counting)
    assert report["counted_by"] == counted_by
    assert [(line["code"], line["units"]) for line in report["lines"]] == lines


def test_unknown_payer_gets_the_lower_count() -> None:
    assert ask("97110:33 97140:7", counting="unknown")["counted_by"] == "ama"


def test_unknown_minutes_are_named() -> None:
    report = units.report({"97110": (None, 0), "97112": (9, 0)}, ON)
    assert report["cms"]["total_timed_minutes"] is None
    assert report["cms"]["units"] == {"97110": None, "97112": 1}
    assert report["cms"]["says"] == (
        "9 timed minutes support 1 unit (8 to 22 minutes). No minutes are known for 97110: those units are unknown, "
        "and only the others are counted."
    )
    assert report["says"].startswith("CMS (pooled): unknown;")
    assert report["lines"] == [{"code": "97112", "units": 1, "modifiers": []}]


def test_longer_units_stay_out_of_the_total() -> None:
    report = ask("97110:15 97550:20")
    assert report["cms"]["total_timed_minutes"] == 15
    assert report["ama"]["total_timed_minutes"] == 35
    assert report["cms"]["units"] == {"97110": 1, "97550": 1}


def test_the_caller_may_say_what_is_timed() -> None:
    assert units.report({"99999": (40, 0)}, ON, lambda code: code != "99999")["cms"]["units"] == {"99999": 1}


def test_arguments() -> None:
    assert units.parse(["97112:24", " g0283:15 ", "97110:23+13"]) == {
        "97112": (24, 0),
        "G0283": (15, 0),
        "97110": (23, 13),
    }
    assert units.parse(["97110:10", "97110:5+3"]) == {"97110": (15, 3)}


BAD = [
    ([], "no code was given"),
    ([""], "'nothing' is not a procedure code"),
    (["9711:10"], "'9711' is not a procedure code"),
    (["९७११०:10"], "is not a procedure code"),
    (["97110"], "97110 has no minutes"),
    (["97110:"], "97110 has no minutes"),
    (["97110:ten"], "'ten' is not a whole number of minutes"),
    (["97110:7.5"], "'7.5' is not a whole number of minutes"),
    (["97110:-5"], "'-5' is not a whole number of minutes"),
    (["97110:٣"], "is not a whole number of minutes"),
    (["97110:10+"], "the assistant's minutes are missing after +"),
    (["97110:+10"], "write 97110:0+10"),
    (["97110:1+2+3"], "'2+3' is not a whole number of minutes"),
    (["97110:99999999999"], "is not a whole number of minutes"),
    (["97110:1000", "97112:600"], "1,600 minutes are more than a day has (1,440)"),
]


@pytest.mark.parametrize(("arguments", "says"), BAD, ids=[" ".join(bad) or "none" for bad, _ in BAD])
def test_bad_arguments_get_a_sentence(arguments: list[str], says: str) -> None:
    with pytest.raises(units.UnitsInputError) as told:
        units.parse(arguments)
    assert says in str(told.value)
    assert str(told.value).endswith(".")
    assert told.value.what
    assert told.value.where
    assert told.value.what_to_do


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_argument_is_read_or_refused(argument: str) -> None:
    try:
        found = units.parse([argument])
    except units.UnitsInputError:
        return
    assert all(therapist >= 0 and assistant >= 0 for therapist, assistant in found.values())


def test_unknown_code_counting_rule_and_negative_minutes() -> None:
    with pytest.raises(units.UnitsInputError, match="99999 is not in Romberg's table"):
        units.report({"99999": (10, 0)}, ON)
    with pytest.raises(units.UnitsInputError, match="there is no counting rule 'both'"):
        units.report({"97110": (10, 0)}, ON, counting="both")
    with pytest.raises(units.UnitsInputError, match="fewer than 0 minutes"):
        units.report({"97110": (10, -1)}, ON)
