"""Keeps a checked visit: finds its patient and clinician in the books, and the visit itself where it came before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from romberg.notes.header.patient import patient as named_patient
from romberg.report import Report
from romberg.store.intake.again import keep_packed
from romberg.store.intake.asked import Asked
from romberg.store.remitting.waiting import join_waiting
from romberg.store.workplace import Desk, drafts, patients, people, visits
from romberg.store.workplace.tables import visit_lines, visit_versions
from romberg.store.workplace.visits import Kept
from romberg.visit import Clinician

_ROLES: dict[str, people.Role] = {"therapist": "therapist", "assistant": "assistant"}


def keep_report(
    desk: Desk,
    report: Report,
    asked: Asked,
    visit_id: str | None = None,
    base: int | None = None,
    why: str | None = None,
) -> Kept:
    """Keep a report's visit: a new one, a new version of one, or nothing where these words and charges came before.

    `visit_id` and `base` name the visit and the version that a person worked on; else the visit is known by patient,
    day, discipline, clinician and kind of note. Raises Unreadable where somebody else changed it meanwhile.
    """
    if visit_id is None and (came := _came_before(desk, report.text, asked.text())):
        return came
    patient_id, clinician_id = _patient(desk, report), _clinician(desk, report)
    visit = report.header.coded.visit
    parts = (patient_id, visit.service_date, visit.discipline, clinician_id)
    identity = visits.identity(desk, *parts, distinguished=visit.kind)
    if visit_id is None and identity is None:
        visit_id = next(iter(visits.with_note(desk, report.text)), None)
    made = drafts.draft(report, asked.text())
    draft = replace(made, patient_id=patient_id, clinician_id=clinician_id, identity=identity, why=why)
    kept = visits.keep(desk, draft, visit_id, base)
    if kept.outcome != "unchanged":
        desk.insert_all(visit_lines, _lines(report, kept))
        keep_packed(desk, kept.visit_id, kept.number, report)
        join_waiting(desk, kept.visit_id, visit.service_date)
    return kept


def _lines(report: Report, kept: Kept) -> list[dict[str, Any]]:
    """What the note supports, line by line, for the clinic's figures."""
    key = {"visit_id": kept.visit_id, "number": kept.number}
    return [
        {**key, "at": at, "code": one.code, "units": one.units, "minutes": one.minutes}
        for at, one in enumerate(report.supported)
    ]


def _came_before(desk: Desk, note: str, asked: str) -> Kept | None:
    """The visit of which some version has these words with this question; a later correction of it stands."""
    index = desk.sealer.digest("note", note)
    found = desk.all(visit_versions, visit_versions.c.note_index == index)
    same = [one for one in found if one["note"] == note and one["asked"] == asked]
    return Kept(same[0]["visit_id"], same[0]["number"], "unchanged") if same else None


def _patient(desk: Desk, report: Report) -> str | None:
    """The patient whom the note's head, or the document beside it, names."""
    named = named_patient(report.header.coded.visit.words)
    told = report.header.document.patient if report.header.document is not None else ""
    numbered = any(sign.isdigit() for sign in told)
    number = told if numbered else (named.number if named else None)
    name = (named.name if named else "") or ("" if numbered else told)
    if not name and not number:
        return None
    return patients.known(desk, name or f"Record {number}", number or None, named.born if named else None).id


def _clinician(desk: Desk, report: Report) -> str | None:
    """Who treated: the first therapist whom the note names, else the first assistant."""
    found = [one for one in report.header.coded.visit.clinicians if one.role in _ROLES and one.name]
    if not found:
        return None
    one: Clinician = min(found, key=lambda each: each.role != "therapist")
    return people.named(desk, one.name, _ROLES[one.role], one.credential or None).id
