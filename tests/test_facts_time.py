"""Facts of time and manner: clocks and the minutes beside them, limits and caps, work by rote, recreation, machines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from visits import card, flags, procedure, visit

from romberg import facts
from romberg.coding.procedure import CodedVisit, Procedure
from romberg.facts.marks import unpacked
from romberg.visit import Activity, Span


def told(code: str, words: str, at: int = 0, **other: Any) -> Procedure:
    """A service whose words are its whole block, from an offset of the note on."""
    activity = Activity(words, (Span(at, at + len(words)),))
    return procedure(code, 20, activities=(activity,), whole=(Span(at, at + len(words)),), **other)


def lines(coded: CodedVisit, payer: str = "medicare") -> list[dict[str, Any]]:
    """The facts of the lines of one visit."""
    on = coded.visit.service_date or date(2026, 3, 12)
    return facts.of([coded], [None], [card(payer, on)]).lines.to_dicts()


def line(code: str, words: str, payer: str = "medicare", **other: Any) -> dict[str, Any]:
    """The facts of the line of one service with these words."""
    return lines(
        visit(told(code, words), text=words.ljust(200), billed=other.pop("billed", f"{code}x1"), **other), payer
    )[0]


@pytest.mark.parametrize(
    ("words", "has_clock", "says"),
    [
        ("97112 10:00-10:23 (30 min): foam", True, "30 minutes beside 10:00-10:23, which is 23"),
        ("97112 30 min 10:00-10:23: foam", True, "30 minutes beside 10:00-10:23, which is 23"),
        ("97112 10:00-10:23 (23 min): foam", True, None),
        ("97112 10:00-10:23 (24 min): foam", True, None),
        ("97112 10:00-10:23: foam 3 min, steps", True, None),
        ("97112 10:00-10:23: foam, steps", True, None),
        ("97112 23 min: foam, steps", False, None),
    ],
)
def test_a_clock_and_the_minutes_beside_it(words: str, has_clock: bool, says: str | None) -> None:
    found = line("97112", words)
    assert found["has_clock_times"] is has_clock
    assert found["clock_says"] == says


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("NMR 10:00-10:23 foam", "TE 10:15-10:36 squats", ["97112 10:00-10:23 and 97110 10:15-10:36"]),
        ("NMR 10:00-10:23 foam", "TE 10:23-10:36 squats", []),
        ("NMR 10:00-10:23 foam", "TE 10:22-10:36 squats", []),
        ("seen 10:00-10:45 foam", "TE 10:15-10:36 squats", []),
        ("NMR 10:00-10:23 foam", "TE 21 min squats", []),
    ],
)
def test_services_that_run_at_the_same_time(one: str, other: str, expected: list[str]) -> None:
    text = f"{one}\n{other}".ljust(200)
    found = visit(told("97112", one), told("97110", other, len(one) + 1), text=text)
    frame = facts.of([found], [None], [card()]).visits
    assert frame["clock_overlaps"].to_list()[0] == expected
    shared = visit(told("97112", one, flags=flags("group")), told("97110", other, len(one) + 1), text=text)
    assert facts.of([shared], [None], [card()]).visits["clock_overlaps"].to_list()[0] == []


@pytest.mark.parametrize(
    ("words", "rote", "recreation", "machine", "lying"),
    [
        ("bridges, leg press, per flow sheet", True, False, False, False),
        ("bridges per flow sheet, cue to breathe", False, False, False, False),
        ("Wii bowling", False, True, False, False),
        ("Wii bowling with cues for weight shift", False, False, False, False),
        ("recumbent bike", False, False, True, False),
        ("recumbent bike, then leg press", False, False, False, False),
        ("recumbent bike, hr watched", False, False, False, False),
        ("supine pelvic clocks, prone limb lifts", False, False, False, True),
        ("supine pelvic clocks, sitting reach", False, False, False, False),
    ],
)
def test_how_a_service_was_furnished(words: str, rote: bool, recreation: bool, machine: bool, lying: bool) -> None:
    found = line("97110", words)
    assert (found["is_rote"], found["is_recreation"], found["is_machine_only"]) == (rote, recreation, machine)
    assert found["is_lying"] is lying


def test_manner_is_asked_of_skilled_codes_alone() -> None:
    found = line("97010", "bike per flow sheet")
    assert (found["is_rote"], found["is_machine_only"]) == (False, False)
    assert lines(visit(billed="97112x1"))[0]["is_rote"] is None


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("wife taught transfers without the patient", False),
        ("wife taught transfers with patient present", True),
        ("wife taught transfers, patient not present", False),
        ("wife taught transfers", None),
    ],
)
def test_whether_the_patient_was_there_while_the_caregiver_was_trained(words: str, there: bool | None) -> None:
    assert line("97550", words)["patient_was_there"] is there


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("data on 18 of 30 days", 18),
        ("18/30 days with readings", 18),
        ("device used 16 days", 16),
        ("12 days of data", 12),
        ("device in use", None),
    ],
)
def test_days_of_monitoring(words: str, days: int | None) -> None:
    assert line("98977", words)["monitored_days"] == days


def test_findings_beside_a_manipulation() -> None:
    found = line("98940", "C5 tender, restricted in rotation, taut paraspinals, C5 adjusted", discipline="DC")
    assert unpacked("subluxation_findings", found["subluxation_findings"]) == ["pain", "asymmetry", "range", "tissue"]
    assert line("98940", "adjusted", discipline="DC")["subluxation_findings"] == 0
    assert line("97112", "C5 tender")["subluxation_findings"] is None


@pytest.mark.parametrize(
    ("code", "setting", "payer", "limit", "kind"),
    [
        ("97112", "clinic", "medicare", 4, 3),
        ("97112", "hospital-outpatient", "medicare", 6, 3),
        ("97162", "clinic", "medicare", 1, 2),
        ("97112", "clinic", "medicaid", 4, None),
        ("97112", "clinic", "commercial", None, None),
    ],
)
def test_the_limit_of_a_day(code: str, setting: str, payer: str, limit: int | None, kind: int | None) -> None:
    found = line(code, "foam", payer, billed=f"{code}x3 {code}x2-59", setting=setting)
    assert (found["day_limit"], found["day_limit_kind"]) == (limit, kind)
    assert found["day_units_of_code"] == 5


@pytest.mark.parametrize(
    ("payer", "billed", "cap", "units", "out_of_order"),
    [
        ("cigna", "97110x2 97530x3", 4, 5, ["97110 before 97530"]),
        ("cigna", "97530x3 97110x2", 4, 5, []),
        ("cigna", "97110x2 97530x2", 4, 4, []),
        ("cigna", "97161x1 97110x2 97530x2", 4, 4, []),
        ("medicare", "97110x2 97530x3", None, 5, []),
    ],
)
def test_the_cap_of_a_payer(payer: str, billed: str, cap: int | None, units: int, out_of_order: list[str]) -> None:
    coded = visit(procedure("97110", 30), procedure("97530", 45), billed=billed)
    (found,) = facts.of([coded], [None], [card(payer)]).visits.to_dicts()
    assert (found["unit_cap"], found["units_under_cap"], found["lines_out_of_order"]) == (cap, units, out_of_order)


@pytest.mark.parametrize(("minutes", "expected"), [(30, 30), (1, None), (44, None), (None, None)])
def test_minutes_at_a_charge_are_not_its_units_or_the_visit_s_total(minutes: int | None, expected: int | None) -> None:
    coded = visit(procedure("97112", 24), procedure("97110", 20), billed="97112x1 97110x1")
    billed = (replace(coded.visit.billed[0], minutes=minutes), coded.visit.billed[1])
    changed = replace(coded, visit=replace(coded.visit, billed=billed))
    assert lines(changed)[0]["charged_minutes"] == expected
