"""Notes looked at together: patients told apart, visits in order, a clinician's day; good episodes stay silent."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from romberg.batch import Options, check_all, check_together
from romberg.cli import main
from romberg.notes.header.patient import patient
from romberg.report import Report

DAYS = [date(2026, 3, 3) + timedelta(days=2 * at) for at in range(14)]
RESPONSES = (
    "Steadier in the first set, lost balance twice when turning to the left.",
    "Tired after the second set and asked for a chair once.",
    "Caught herself at each release and laughed about it.",
    "Needed a hand at the rail in the last minute of practice.",
    "Walked to the mailbox yesterday without her stick.",
)
ASSESSMENTS = (
    "Ankle strategy comes late, so turning at home stays unsafe.",
    "Fatigue now limits more than balance does; rests were timed.",
    "Reactions are quick to the right and still slow to the left side.",
    "The rail is still needed where the surface changes under her feet.",
    "Gains carry over to the street, and the goal of the church is near.",
)


def note(
    at: int,
    name: str = "Ada Vale",
    minutes: tuple[int, int] = (24, 23),
    story: int | None = None,
    tug: float | None = None,
    clock: str = "",
    by: str = "Bo Quist",
    plan: str = "",
) -> str:
    """An invented daily note; each has a story of its own unless one is given."""
    told = (at if story is None else story) % len(RESPONSES)
    response, assessment = RESPONSES[told], ASSESSMENTS[told]
    value = 18.0 - at / 2 if tug is None else tug
    one, two = minutes
    return f"""HARBOR LIGHT PHYSICAL THERAPY
Patient: {name}        Date of service: {DAYS[at]:%m/%d/%Y}        Medicare Part B
Dx: R26.81 unsteadiness on feet
{plan}
S: Day {at + 1}.
O: TUG {value} s.
Neuromuscular re-education {one} min {clock}: tandem stance on foam with head turns 4 x 30 s, tactile cue at the pelvis
Therapeutic exercise {two} min: standing hip abduction red band 2 x 12, heel raises 3 x 10
Response: {response}
A: {assessment} Skilled PT is needed to grade the perturbations of session {at + 1} for her stairs.
P: 2x/week for 4 weeks.
Timed {one + two} min    Total treatment time {one + two + 8} min
{by}, PT    electronically signed {DAYS[at]:%m/%d/%Y}
"""


def together(texts: dict[str, str], *ways: str) -> dict[str, list[str]]:
    """The rules of patterns that failed, by the name of the note."""
    given = [(name, lambda text=text: text) for name, text in texts.items()]
    found = check_together(given, Options(), ways or ("episode",)).found  # type: ignore[arg-type]
    return {
        one.header.source: [
            each.finding.rule.partition("/")[2] for each in one.failed if "patterns/" in each.finding.rule
        ]
        for one in found
        if isinstance(one, Report)
    }


# --- whose note it is


@pytest.mark.parametrize(
    ("head", "same"),
    [
        ("Patient: Ada Vale   DOS 03/12/2026", "name ada vale"),
        ("Pt Name: Vale, Ada\nDOB: 03/02/1944", "name ada vale 03/02/1944"),
        ("PATIENT: VALE, ADA (82 y/o F)", "name ada vale"),
        ("Patient: Ada Vale, 82, Medicare", "name ada vale"),
        ("Client: Ada Vale | MRN: 00412-7", "record 00412-7"),
        ("MRN# H20331 visit 4", "record H20331"),
        ("Progress is good.", None),
        ("\n" * 20 + "Patient: Ada Vale", None),
    ],
)
def test_a_patient_is_told_by_the_head_of_the_note(head: str, same: str | None) -> None:
    assert patient(head) == same


# --- episodes


def test_a_good_episode_stays_silent() -> None:
    texts = {
        f"{at:02}.txt": note(at, minutes=(20 + at % 5, 25 - at % 4), story=at, tug=18.0 - at / 2) for at in range(9)
    }
    assert set(map(tuple, together(texts, "episode", "day").values())) == {()}


def test_text_that_comes_again_is_told_with_its_day() -> None:
    texts = {"a.txt": note(0), "b.txt": note(1, story=0)}
    texts["b.txt"] = texts["b.txt"].replace("of session 2", "of session 1")
    assert together(texts) == {"a.txt": [], "b.txt": ["text_same_as_visit_before"]}
    assert together({"b.txt": texts["b.txt"], "a.txt": texts["a.txt"]}) == together(texts)


def test_two_patients_are_two_episodes() -> None:
    texts = {"a.txt": note(0), "b.txt": note(1, name="Bernd Klee", story=0).replace("of session 2", "of session 1")}
    assert together(texts) == {"a.txt": [], "b.txt": []}


def test_minutes_and_measures_that_never_change() -> None:
    found = together({f"{at}.txt": note(at, story=at, tug=14.0) for at in range(5)})
    assert "minutes_same_every_visit" in found["4.txt"]
    assert "minutes_same_every_visit" not in found["3.txt"]
    assert "measures_never_change" in found["3.txt"]
    assert "measures_never_change" not in found["2.txt"]


def test_reports_periods_and_discharges_are_counted_over_the_notes() -> None:
    texts = {f"{at:02}.txt": note(at, minutes=(20 + at % 3, 24)) for at in range(13)}
    first = note(0, plan="Plan of care 03/03/2026 - 03/20/2026, certified 03/04/2026")
    texts["00.txt"] = first.replace("PHYSICAL THERAPY\n", "PHYSICAL THERAPY   PROGRESS REPORT\n")
    found = together(texts)
    assert "report_missing_among_visits" not in found["10.txt"]
    assert "report_missing_among_visits" in found["11.txt"]
    assert "visit_after_certified_period" not in found["08.txt"]
    assert "visit_after_certified_period" in found["09.txt"]


def test_two_notes_of_one_day() -> None:
    found = together({"a.txt": note(3), "b.txt": note(3, story=2)})
    assert all("visit_documented_twice" in rules for rules in found.values())


def test_an_earlier_value_told_otherwise() -> None:
    second = note(1, tug=16.0).replace("TUG 16.0 s.", f"TUG 16.0 s (20.0 s on {DAYS[0]:%m/%d/%Y}).")
    found = together({"a.txt": note(0, tug=18.0), "b.txt": second})
    assert "earlier_value_told_otherwise" in found["b.txt"]
    right = second.replace("20.0 s", "18.0 s")
    assert "earlier_value_told_otherwise" not in together({"a.txt": note(0, tug=18.0), "b.txt": right})["b.txt"]


# --- days


def test_a_clinician_with_two_patients_at_once() -> None:
    one = note(0, clock="9:00-9:24")
    texts = {"a.txt": one, "b.txt": note(0, name="Bernd Klee", clock="9:10-9:34")}
    found = together(texts, "day")
    assert all("patients_at_the_same_time" in rules for rules in found.values())
    later = {"a.txt": one, "b.txt": note(0, name="Bernd Klee", clock="9:24-9:48")}
    assert all(not rules for rules in together(later, "day").values())
    another = {"a.txt": one, "b.txt": note(0, name="Bernd Klee", clock="9:10-9:34", by="Cleo Marsh")}
    assert all(not rules for rules in together(another, "day").values())


def test_more_one_to_one_time_than_a_day_holds() -> None:
    names = [
        "Ada",
        "Bernd",
        "Cleo",
        "Dov",
        "Edda",
        "Finn",
        "Greta",
        "Hugo",
        "Ines",
        "Jorn",
        "Kaia",
        "Lev",
        "Mia",
        "Nils",
    ]
    texts = {f"{name}.txt": note(0, name=f"{name} Vale", minutes=(24, 21)) for name in names}
    assert all("clinician_day_impossible" in rules for rules in together(texts, "day").values())
    assert all(not rules for rules in together(dict(list(texts.items())[:9]), "day").values())


# --- alone, together, summaries


def test_without_the_others_a_visit_says_what_it_says_alone() -> None:
    texts = {f"{at}.txt": note(at, story=0) for at in range(6)}
    given = [(name, lambda text=text: text) for name, text in texts.items()]
    alone = [one.as_dict() for one in check_all(given, Options()) if isinstance(one, Report)]
    assert not any("patterns/" in each["rule"] for one in alone for each in one["findings"])
    nothing = check_together(given, Options(), ()).found
    assert [one.as_dict() for one in nothing if isinstance(one, Report)] == alone


def test_the_command_takes_a_folder_together_and_sums_it_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for at in range(6):
        (tmp_path / f"{at}.txt").write_text(note(at, story=0, tug=14.0), encoding="utf-8")
    main(["check", str(tmp_path), "--episode", "--day", "--summary", "--format", "json", "--zip", "77002"])
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "romberg.summary/1"
    assert found["whole"]["visits"] == 6
    assert len(found["whole"]["fixes"]) <= 3
    assert [one["name"] for one in found["clinicians"]] == ["Bo Quist"]
    assert main(["check", str(tmp_path), "--summary", "--format", "html"]) == 2
    assert "--summary is printed as text or json" in capsys.readouterr().err
    main(["check", str(tmp_path), "--summary"])
    assert "By payer" in capsys.readouterr().out


def test_notes_that_name_nobody_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(note(0), encoding="utf-8")
    (tmp_path / "b.txt").write_text(note(1).replace("Patient: Ada Vale", ""), encoding="utf-8")
    main(["check", str(tmp_path), "--episode"])
    assert "1 notes name no patient" in capsys.readouterr().err
