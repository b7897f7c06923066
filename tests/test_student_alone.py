"""Whose visit it was: a student whose instructor was elsewhere all along, an aide from home, a medical assistant."""

from __future__ import annotations

import pytest

from romberg import notes

_NOTE = """Cedar Rehab   06/24/2026   Medicare B   R26.89   visit 7
{told}
0930-0955 neuromuscular reeducation, 25 minutes - foam marching, turning inside a taped square
Timed 25. Total 25. 97112-GP x2
{signed}
"""
_STUDENT = "Ravi Menon, SPT 6/24/2026 // Joan Whitlock, PT, DPT, reviewed and e-signed 6/24/2026 17:25"
_THERAPIST = "Joan Whitlock, PT, DPT e-signed 6/24/2026 17:25"


def _roles(told: str, signed: str) -> list[tuple[str, bool | None]]:
    visit = notes.read(_NOTE.format(told=told, signed=signed))
    return [(share.role, share.supervised) for one in visit.treatments for share in one.shares]


def test_a_student_has_given_the_visit_whose_instructor_was_elsewhere_for_it() -> None:
    away = "Clinical instructor Joan Whitlock, PT, DPT was at a staff meeting upstairs for the session."
    assert _roles(f"Student physical therapist: Ravi Menon, SPT. {away}", _STUDENT) == [("student", False)]


@pytest.mark.parametrize("told", ["Up w/ aide, hair wet.", "Here with her home health aide.", "Came with an aide."])
def test_an_aide_whom_the_patient_came_with_has_given_nothing(told: str) -> None:
    assert not any(role == "aide" for role, _ in _roles(told, _THERAPIST))


def test_a_medical_assistant_before_a_name_is_an_aide_and_behind_it_a_degree() -> None:
    assert ("aide", None) in _roles("THERAPY by MA Kristy Dahl:", "Armin Reiter, MD signed electronically 6/24/26")
    assert not any(role == "aide" for role, _ in _roles("By Ada Lowe, MA, CCC-SLP.", "Ada Lowe, MA, CCC-SLP e-signed"))


def test_an_assistant_keeps_the_visit_where_a_student_is_named_and_nobody_was_away() -> None:
    told = "Treating: Ruth Calder, PTA. Student: Ravi Menon, SPT observed."
    assert ("assistant", None) in _roles(told, "Ruth Calder, PTA e-signed 6/24/2026")
