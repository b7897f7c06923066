"""Whose minutes all of a visit are, where the note ascribes no service by itself to anybody."""

from __future__ import annotations

import pytest

from romberg import coding, notes

_BODY = "S: no falls\nO: TE 20 min: squats 3x10, heel raises\nNMR 15 min: foam stance\nA: unsteady\nP: cont 2x/wk\n"
_PTA, _PT = "Mark Poe, PTA e-signed 3/2/26", "Jane Doe, PT e-signed 3/2/26"
_ALL, _NONE = {"97110": 20, "97112": 15}, {"97110": 0, "97112": 0}


def _assistants(head: str, end: str) -> dict[str, int]:
    text = f"PT daily DOS 3/2/26 Medicare\n{head}{_BODY}{end}\n"
    return {one.code: one.assistant_minutes for one in coding.code(notes.read(text)).procedures}


@pytest.mark.parametrize(
    "head",
    [
        "Treating: Mark Poe, PTA\n",
        "[Treating: Mark Poe, PTA, supervising Jane Doe, PT]\n",
        "PTA Mark Poe, whole visit.\n",
        "Mark Poe, PTA did the entire session\n",
        "Provider: Mark Poe PTA\n",
        "Rendering: PTA (Mark Poe)\nBilling: Jane Doe, PT\n",
        "Therapist on site: Jane Doe PT. Treating clinician: Mark Poe PTA.\n",
        "Clinician of record: Jane Doe, PT      Rendered by: Mark Poe, LPTA\n",
        "Therapist: Mark Poe PTA\nSupervising therapist: Jane Doe PT\n",
    ],
)
def test_whoever_is_called_the_treating_clinician_has_all_minutes(head: str) -> None:
    assert _assistants(head, f"{_PTA}\n{_PT}") == _ALL


@pytest.mark.parametrize(
    "end",
    [
        _PTA,
        "Signed: Mark Poe, Physical Therapist Assistant, 3/2/26",
        f"{_PTA}\nCosigned: Jane Doe, PT 3/3/26",
        f"{_PTA}\nReviewed: Jane Doe, PT 3/3/26",
        f"{_PTA}   Supervising PT: Jane Doe, PT (on site) 3/2/26",
    ],
)
def test_the_only_one_who_signs_and_treats_has_all_minutes(end: str) -> None:
    assert _assistants("", end) == _ALL


@pytest.mark.parametrize(
    ("head", "end"),
    [
        ("", f"{_PT}\n{_PTA}"),
        ("", _PT),
        ("Treating: Jane Doe, PT\n", f"{_PT}\n{_PTA}"),
        ("Last visit: treated by Mark Poe, PTA\n", f"{_PT}\n{_PTA}"),
        ("Treated by Jane Doe, PT. PTA Mark Poe in the gym.\n", f"{_PT}\n{_PTA}"),
    ],
)
def test_nobody_s_minutes_are_an_assistant_s_because_one_is_named(head: str, end: str) -> None:
    assert _assistants(head, end) == _NONE


@pytest.mark.parametrize(
    "told",
    [
        "TE 20 min, PT at the trunk with PTA assisting at the left leg: squats\nNMR 15 min (PT): foam stance\n",
        "PTA assisted PT with a squat off the mat, 97110 20 min\nNMR 15 min (PT): foam stance\n",
        "TE 20 min: squats, PTA helped with guarding\nNMR 15 min (PT): foam stance\n",
    ],
)
def test_two_at_one_patient_are_the_therapist_s_minutes(told: str) -> None:
    text = f"PT daily DOS 3/2/26 Medicare\nS: no falls\nO: {told}A: unsteady\nP: cont\n{_PT}\n{_PTA}\n"
    assert {one.code: one.assistant_minutes for one in coding.code(notes.read(text)).procedures} == _NONE


def test_an_assistant_of_another_discipline_has_no_part_and_is_not_of_this_note() -> None:
    text = f"PT daily DOS 3/2/26\nSeen together with COTA Brie Landon (OT) 9:00-9:45.\n{_BODY}{_PT}\n"
    visit = notes.read(text)
    assert [one.name for one in visit.clinicians] == ["Jane Doe"]
    assert {one.code: one.assistant_minutes for one in coding.code(visit).procedures} == _NONE


@pytest.mark.parametrize(("therapist", "assistant"), [("", 15), (f"{_PT}\n", 0)])
def test_a_student_under_an_assistant_alone_is_the_assistant_s_work(therapist: str, assistant: int) -> None:
    told = "TE 15 min by Rob Hay, SPTA with PTA in the room directing: squats\nGait training 20 min (PTA): ramp\n"
    end = f"Rob Hay, SPTA 3/2/26\n{_PTA}\n{therapist}"
    text = f"PT daily DOS 3/2/26 Medicare\nS: no falls\nO: {told}A: unsteady\nP: cont\n{end}"
    minutes = {one.code: one.assistant_minutes for one in coding.code(notes.read(text)).procedures}
    assert minutes == {"97110": assistant, "97116": 20}


@pytest.mark.parametrize(
    "told",
    [
        "NMR (97112)  Minutes: 15  Provider: PT\nTE (97110)  Minutes: 20  Provider: PTA\n",
        "[Treating: Mark Poe, PTA, 2:00-2:20] TE 20 min: squats\n[Treating: Jane Doe, PT, 2:21-2:36] NMR 15 min\n",
        "TE 20 min, provider: Mark Poe, PTA\nNMR 15 min: foam stance\n",
    ],
)
def test_the_treating_clinician_of_one_block_is_not_that_of_all(told: str) -> None:
    text = f"PT daily DOS 3/2/26 Medicare\nS: no falls\nO:\n{told}A: unsteady\nP: cont\n{_PT}\n{_PTA}\n"
    minutes = {one.code: one.assistant_minutes for one in coding.code(notes.read(text)).procedures}
    assert minutes == {"97110": 20, "97112": 0}
