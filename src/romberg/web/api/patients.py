"""`/api/v1/patients`: a clinic's patients, and the visits of one looked at together."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

from romberg.store import episodes
from romberg.store.workplace import Desk, patients
from romberg.store.workplace.patients import Patient
from romberg.web.api.errors import ERRORS
from romberg.web.api.sent import Id, Sent
from romberg.web.desks import at_desk, who
from romberg.web.patients.routes import beside
from romberg.web.patients.view import Case, Column, cases
from romberg.web.permissions import Permission, needs

router = APIRouter(prefix="/api/v1/patients", tags=["patients"], responses=ERRORS)


class SoughtIn(Sent):
    """A whole name or a whole record number; it is sent in the body, so that no name stands in an address."""

    words: str = Field(min_length=1, max_length=200, examples=["Odile F."])


class PatientOut(BaseModel):
    """A patient, with how many visits are kept, the day of the last one and the money at risk."""

    id: str
    name: str
    identifier: str | None
    born: str | None
    visits: int
    last: date | None
    at_risk_cents: int


class PatientsOut(BaseModel):
    """Patients by identifier; `following` asks for those after them (`after`), null at the end."""

    patients: list[PatientOut]
    count: int
    following: str | None


class AcrossOut(BaseModel):
    """What was found by looking at the visits together."""

    day: str
    visit_id: str
    rule: str
    severity: str
    code: str | None
    says: str


class MeasureOut(BaseModel):
    """A figure over time, or a measure: its title, the names of its columns, and its rows as words."""

    title: str
    head: list[str]
    rows: list[list[str]]


class CaseOut(BaseModel):
    """The visits of one discipline; `bands` name the cells of each column."""

    discipline: str
    bands: list[str]
    columns: list[Column]
    measures: list[MeasureOut]
    found: list[AcrossOut]


class UnreadOut(BaseModel):
    """A visit that could not be looked at, and why."""

    visit_id: str
    says: str


class EpisodeOut(BaseModel):
    """One patient's visits on one line of time."""

    patient: Patient
    cases: list[CaseOut]
    unread: list[UnreadOut]


@router.get("", dependencies=[needs(Permission.SEE_VISITS)])
def list_patients(
    request: Request,
    after: Annotated[str, Field(max_length=64)] = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 100,
) -> PatientsOut:
    """The clinic's patients from one identifier on; who comes in meanwhile moves none to another page."""
    with at_desk(request) as desk:
        found = patients.listed(desk, after, limit)
        shown = _shown(desk, found)
        count = patients.counted(desk)
    return PatientsOut(patients=shown, count=count, following=found[-1].id if len(found) == limit else None)


@router.post("/search", dependencies=[needs(Permission.SEE_VISITS)])
def search_patients(request: Request, sought: SoughtIn) -> PatientsOut:
    """The patients of a whole name or record number."""
    with at_desk(request) as desk:
        shown = _shown(desk, patients.sought(desk, sought.words.strip()))
    return PatientsOut(patients=shown, count=len(shown), following=None)


def _shown(desk: Desk, found: list[Patient]) -> list[PatientOut]:
    told = [
        PatientOut(
            id=one.id, name=one.name, identifier=one.identifier, born=one.born, visits=sums.visits if sums else 0,
            last=sums.last if sums else None, at_risk_cents=sums.at_risk_cents if sums else 0,
        )
        for one, sums in beside(desk, found)
    ]  # fmt: skip
    return sorted(told, key=lambda one: one.id)


@router.get("/{patient}", dependencies=[needs(Permission.CHECK_VISITS)])
def open_episode(request: Request, patient: Id) -> EpisodeOut:
    """One patient's visits looked at together: reports, certification, measures, and what was found across visits."""
    own = who(request).only_own
    with at_desk(request) as desk:
        held = episodes.held_of(desk, patient, own)
        found = patients.opened(desk, patient) if held or own is None else None
    if found is None:
        raise HTTPException(404)
    looked = episodes.episode(held, patient)
    unread = [UnreadOut(visit_id=one.visit_id, says=says) for one, says in looked.unread]
    return EpisodeOut(patient=found, cases=[_case(one) for one in cases(looked)], unread=unread)


def _case(one: Case) -> CaseOut:
    found = [
        AcrossOut(
            day=day, visit_id=visit, rule=finding.rule, severity=finding.severity, code=finding.code,
            says=finding.says,
        )
        for day, visit, finding in one.found
    ]  # fmt: skip
    measures = [
        MeasureOut(title=chart.title, head=list(chart.head), rows=[list(row) for row in chart.rows])
        for chart in one.charts
    ]
    return CaseOut(
        discipline=one.discipline, bands=list(one.bands), columns=list(one.columns), measures=measures, found=found
    )
