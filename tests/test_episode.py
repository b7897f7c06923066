"""Notes looked at together: patients told apart, visits in order, a clinician's day; good episodes stay silent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from romberg.batch import Options, check_all, check_together
from romberg.batch.episode import Gathered, Together
from romberg.claims import ClaimHead
from romberg.cli import main
from romberg.facts.episode.whose import told_apart
from romberg.formats.unreadable import Unreadable
from romberg.notes.header.patient import Patient, patient
from romberg.report import Report
from romberg.visit import Document

ACROSS = ("patterns/", "documentation/text_cloned")
DAYS = [date(2026, 3, 3) + timedelta(days=2 * at) for at in range(14)]
RESPONSES = (
    "Steadier in the first set, lost balance twice when turning to the left.",
    "Tired after the second set and asked for a chair once.",
    "Caught herself at each release and laughed about it.",
    "Needed a hand at the rail in the last minute of practice.",
    "Walked to the mailbox yesterday without her stick.",
    "No loss of balance on the firm floor, three on foam.",
    "Dizzy for a moment after the head turns, gone within a minute.",
    "Stepped with the right foot each time, never with the left.",
    "Asked to go on when the time was over.",
    "Pulse 104 after the last set, 88 two minutes later.",
    "Held the line with eyes closed for eleven seconds.",
    "Two stumbles where the carpet begins, both caught alone.",
    "Counted aloud throughout and lost no beat.",
    "Sore calves since Sunday's walk, easing as she warmed up.",
)
ASSESSMENTS = (
    "Ankle strategy comes late, so turning at home stays unsafe.",
    "Fatigue now limits more than balance does; rests were timed.",
    "Reactions are quick to the right and still slow to the left side.",
    "The rail is still needed where the surface changes under her feet.",
    "Gains carry over to the street, and the goal of the church is near.",
    "Vision does the work that her feet should do on soft ground.",
    "The vestibular part lags behind; gaze must be held while walking.",
    "Weight shift to the left is the missing piece of each recovery step.",
    "Confidence has grown faster than skill, which is a risk on stairs.",
    "Endurance suffices for the shop now, not yet for the market.",
    "With eyes closed the sway doubles, so nights remain dangerous.",
    "Thresholds are the last place at home where she still stumbles.",
    "A second task no longer breaks her step on level ground.",
    "Muscle soreness explains today's slower start, not a setback.",
)
WORK = (
    "tandem stance on foam with head turns",
    "half kneeling reach to the left",
    "stepping over low hurdles",
    "cone taps",
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
    doing: int | None = None,
    day: int | None = None,
) -> str:
    """An invented daily note; each has a story of its own unless one is given."""
    told = (at if story is None else story) % len(RESPONSES)
    response, assessment = RESPONSES[told], ASSESSMENTS[told]
    work = WORK[at % len(WORK)] if doing is None else WORK[doing]
    value = 18.0 - at / 2 if tug is None else tug
    one, two = minutes
    on = DAYS[at] if day is None else DAYS[0] + timedelta(days=day)
    return f"""HARBOR LIGHT PHYSICAL THERAPY
Patient: {name}        Date of service: {on:%m/%d/%Y}        Medicare Part B
Dx: R26.81 unsteadiness on feet
{plan}
S: Day {at + 1}.
O: TUG {value} s.
Neuromuscular re-education {one} min {clock}: {work} 4 x 30 s, tactile cue at the pelvis
Therapeutic exercise {two} min: standing hip abduction red band 2 x 12, heel raises 3 x 10
Response: {response}
A: {assessment} Skilled PT is needed to grade the perturbations of session {at + 1} for her stairs.
P: 2x/week for 4 weeks.
Timed {one + two} min    Total treatment time {one + two + 8} min
{by}, PT    electronically signed {on:%m/%d/%Y}
"""


def gathered(texts: Mapping[str, str | Document], *ways: Together, options: Options | None = None) -> Gathered:
    """Some notes looked at together."""
    given = [(name, partial(_same, words)) for name, words in texts.items()]
    return check_together(given, options or Options(debug=True), ways or ("episode",))


def _same(words: str | Document) -> str | Document:
    return words


def reports(texts: Mapping[str, str | Document], *ways: Together, options: Options | None = None) -> list[Report]:
    """The reports on some notes looked at together; each of them could be read."""
    found = gathered(texts, *ways, options=options).found
    assert all(isinstance(one, Report) for one in found)
    return [one for one in found if isinstance(one, Report)]


def together(texts: Mapping[str, str | Document], *ways: Together) -> dict[str, list[str]]:
    """The rules across visits that failed, by the name of the note."""
    found = reports(texts, *ways)
    return {
        one.header.source: [
            each.finding.rule.partition("/")[2] for each in one.failed if each.finding.rule.startswith(ACROSS)
        ]
        for one in found
    }


# --- whose note it is


@pytest.mark.parametrize(
    ("head", "name", "born", "number"),
    [
        ("Patient: Ada Vale   DOS 03/12/2026", "Ada Vale", None, None),
        ("Pt Name: Vale, Ada\nDOB: 03/02/1944", "Vale, Ada", "1944-03-02", None),
        ("PATIENT: VALE, ADA (82 y/o F)", "VALE, ADA", None, None),
        ("Patient: Ada Vale, 82, Medicare", "Ada Vale", None, None),
        ("PATIENT  Ada Vale  DOB 3/2/44     VISIT 4", "Ada Vale", "1944-03-02", None),
        ("Client: Ada Vale | MRN: 00412-7", "Ada Vale", None, "00412-7"),
        ("MRN# H20331 visit 4", "", None, "H20331"),
        ("**Pt** Dasha K. | **Ins** Anthem PPO", "Dasha K.", None, None),
        ("RE:  Solano, Marguerite        DOB 1/1/1960", "Solano, Marguerite", "1960-01-01", None),
        ("Child: Anouk R.  3 y 4 m        DOS: 02/18/2026", "Anouk R.", None, None),
        ("Patient is Mr. Anselm Rook, date of service", "Mr. Anselm Rook", None, None),
        ("Harbor Point Spine\n4/16/26 // Leif R., 35 // Aetna", "Leif R.", None, None),
        ("Mariner PT      Daily      12/10/2025\nElwood Fitch        Medicare", "Elwood Fitch", None, None),
        ("Patient: Lucille Van Houten   Visit 3", "Lucille Van Houten", None, None),
    ],
)
def test_a_patient_is_told_by_the_head_of_the_note(head: str, name: str, born: str | None, number: str | None) -> None:
    found = patient(head)
    assert found is not None
    assert (found.name, found.born, found.number) == (name, born, number)
    for start, end in found.spans:
        assert head[start:end] == (name or number)


@pytest.mark.parametrize(
    "head",
    [
        "Progress is good.",
        "\n".join(["line"] * 20) + "\nPatient: Ada Vale",
        "Patient reports less pain.\nPatient Response: good",
        "Pt denies falls.",
        "PT Ida Falk, DPT     Blue Cross",
        "TWIN PINES CHIROPRACTIC\nKestrel Therapy Group   Tx note",
        "Anthem PPO | Blue Cross | visit 4",
    ],
)
def test_no_patient_is_made_of_clinics_payers_and_headings(head: str) -> None:
    assert patient(head) is None


def whose(*patients: tuple[str, str | None, str | None] | None) -> list[int | None]:
    """The patients of some notes, each told by its name, birth date and number."""
    made = [one and Patient(one[0], tuple(sorted(one[0].lower().split())), one[1], one[2]) for one in patients]
    return told_apart([one or None for one in made])


def test_notes_are_put_together_by_what_identifies_a_patient() -> None:
    ada, born = ("Ada Vale", None, None), ("Ada Vale", "1944-03-02", None)
    assert whose(ada, ("Bo Quist", None, None), ("Vale Ada", None, None)) == [0, 1, 0]
    assert whose(ada, born, ("Ada Vale", None, "17")) == [0, 0, 0]
    assert whose(("Ada Vale", None, "17"), ("A. Vale", None, "17")) == [0, 0]
    assert whose(("Ada Vale", None, "17"), ("Ada Vale", None, "18")) == [0, 1]
    assert whose(born, ("Ada Vale", "1990-01-01", None), ada) == [0, 1, None]  # one of two, and nobody can tell which
    assert whose(None, ada) == [None, 0]


# --- episodes


def test_a_good_episode_stays_silent() -> None:
    texts = {
        f"{at:02}.txt": note(at, minutes=(20 + at % 5, 25 - at % 4), story=at, tug=18.0 - at / 2) for at in range(9)
    }
    assert set(map(tuple, together(texts, "episode", "day").values())) == {()}


def test_text_that_comes_again_is_told_with_its_day() -> None:
    texts = {"a.txt": note(0), "b.txt": note(1, story=0)}
    assert together(texts) == {"a.txt": [], "b.txt": ["text_cloned"]}
    assert together({"b.txt": texts["b.txt"], "a.txt": texts["a.txt"]}) == together(texts)


def test_two_patients_are_two_episodes() -> None:
    texts = {"a.txt": note(0, tug=14.0), "b.txt": note(1, name="Bernd Klee", tug=14.0), "c.txt": note(2, tug=14.0)}
    assert all("visits_found" not in rules for rules in together(texts).values())
    assert [one.header.beside.visits_found for one in reports(texts)] == [1, 1, 2]
    assert gathered(texts).patients == 2


def test_the_story_of_another_patient_is_told_in_the_later_note() -> None:
    texts = {"a.txt": note(0), "b.txt": note(1, name="Bernd Klee", story=0)}
    assert together(texts) == {"a.txt": [], "b.txt": ["text_cloned"]}
    names = ("Ada Vale", "Bernd Klee", "Cleo Marsh", "Dov Ibsen", "Edda Falk")
    stock = {f"{name}.txt": note(at, name=name, story=0) for at, name in enumerate(names)}
    assert set(map(tuple, together(stock).values())) == {()}  # what five patients' notes say is a phrase of the clinic


def test_copied_sentences_are_shown_where_they_stand() -> None:
    texts = {"a.txt": note(0), "b.txt": note(1, story=0)}
    later = reports(texts)[1]
    (cloned,) = (one.finding for one in later.failed if one.finding.rule == "documentation/text_cloned")
    shown = [later.text[start:end] for start, end in cloned.spans]
    assert "Steadier in the first set, lost balance twice when turning to the left" in shown
    assert "word for word in the note of 2026-03-03" in cloned.says


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


def test_a_file_of_several_visits_is_an_episode_of_its_own() -> None:
    body = note(0).partition("Dx:")[2]
    first = f"=== {DAYS[0]:%m/%d/%Y} visit 3 ===\nDx:" + body
    later = f"=== {DAYS[1]:%m/%d/%Y} visit 4 ===\nDx:" + note(1, story=0).partition("Dx:")[2]
    text = "CHART OF 2 VISITS\nPatient: Ada Vale     Medicare Part B\n" + first + later
    found = reports({"chart.txt": text})
    assert [one.header.source for one in found] == ["chart.txt#1", "chart.txt#2"]
    assert [one.header.coded.visit.service_date for one in found] == DAYS[:2]
    assert [one.header.beside.visits_found for one in found] == [1, 2]
    assert "documentation/text_cloned" in {one.finding.rule for one in found[1].failed}
    # An encounter that nobody signed and nobody charged is read for what it tells, and is no note of its own.
    told = "=== 03/03/2026 visit 3 ===\nS: fine. TUG 15.0 s.\n"
    both = gathered({"chart.txt": "Patient: Ada Vale  Medicare\n" + told + later})
    assert [one.header.source for one in both.found if isinstance(one, Report)] == ["chart.txt#2"]
    assert both.earlier == ("chart.txt#1",)
    # Where the earlier visit has a file of its own, the copy in the later file counts for nothing.
    again = reports({"one.txt": note(0), "chart.txt": text})
    assert [one.header.beside.duplicates_of_day for one in again] == [0, 0]


def test_a_patient_told_beside_the_words_counts() -> None:
    words = [note(at).replace("Patient: Ada Vale", "") for at in range(3)]
    rows = {f"row {at}": Document(text, "csv", patient="7" if at < 2 else "8") for at, text in enumerate(words)}
    assert [one.header.beside.visits_found for one in reports(rows)] == [1, 2, 1]


def test_numbers_sides_and_help_are_laid_beside_the_earlier_notes() -> None:
    knees = ["left", "left", "left", "right"]
    texts = {
        f"{at}.txt": note(at, plan=f"Visit {min(at, 2) + 4} of 12").replace(
            "cue at the pelvis", f"cue at the {side} knee"
        )
        for at, side in enumerate(knees)
    }
    texts["1.txt"] = texts["1.txt"].replace("S: Day 2.", "O: max assist with transfers.")
    texts["2.txt"] = texts["2.txt"].replace("S: Day 3.", "O: Independent transfers.")
    found = together(texts)
    assert "earlier_visit_contradicted" in found["3.txt"]
    assert "visit_number_repeated" in found["3.txt"]
    assert found["2.txt"] == ["earlier_visit_contradicted"]
    assert found["0.txt"] == found["1.txt"] == []
    (side,) = (one.finding for one in reports(texts)[3].failed if "earlier_visit" in one.finding.rule)
    assert "the right knee is treated here, and 3 earlier visits name the left one alone" in side.says


def test_measures_are_followed_beside_their_published_error() -> None:
    texts = {f"{at:02}.txt": note(at, tug=16.0 - at / 20, day=4 * at) for at in range(11)}
    found = together(texts)
    assert "no_gain_beyond_error" in found["10.txt"]
    assert "no_gain_beyond_error" not in found["08.txt"]
    gained = {f"{at:02}.txt": note(at, tug=20.0 - at, day=4 * at) for at in range(11)}
    assert not any("no_gain_beyond_error" in rules for rules in together(gained).values())
    (trend,) = reports(gained)[10].header.beside.trends
    assert (trend.first, trend.last, trend.verdict) == (20.0, 10.0, "real gain")
    assert reports(texts)[10].header.beside.trends[0].verdict == "within error"


def test_the_year_is_added_up_from_what_was_found() -> None:
    texts = {f"{at:02}.txt": note(at).replace("Timed", "97112 x2 GP  97110 x1 GP\nTimed") for at in range(3)}
    cents = [one.header.beside.year_allowed_found_cents for one in reports(texts)]
    assert cents[0] == 0
    assert cents[1]
    assert cents[2] == 2 * cents[1]
    near = Options(debug=True, head=ClaimHead(allowed_so_far_cents=248_000 - cents[1] - 100))
    told = [{one.finding.rule for one in each.failed} for each in reports(texts, options=near)]
    assert ["modifiers/kx_missing_over_threshold" in rules for rules in told] == [False, True, True]
    with pytest.raises(Unreadable, match="of several"):
        gathered({**texts, "b.txt": note(1, name="Bernd Klee")}, options=near)


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
