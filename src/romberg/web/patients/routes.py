"""The pages of patients."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import BigInteger, cast, func, select

from romberg.store import episodes
from romberg.store.workplace import Desk, patients
from romberg.store.workplace.patients import Patient
from romberg.store.workplace.tables import visits
from romberg.web.desks import at_desk, to_read, who
from romberg.web.pages import page
from romberg.web.patients.view import cases
from romberg.web.permissions import Permission, needs
from romberg.web.queue.view import LIGHTS

router = APIRouter()
_PAGE = 100


@router.get("/patients", dependencies=[needs(Permission.SEE_VISITS)], response_class=HTMLResponse)
def listed(request: Request, after: str = "") -> HTMLResponse:
    """The clinic's patients, a hundred a page."""
    with at_desk(request) as desk:
        found = patients.listed(desk, after[:64], _PAGE)
        shown = beside(desk, found)
        count = patients.counted(desk)
    following = found[-1].id if len(found) == _PAGE else ""
    return page("patients", count=count, following=following, words="", patients=shown)


@router.post("/patients", dependencies=[needs(Permission.SEE_VISITS)], response_class=HTMLResponse)
def sought(request: Request, words: Annotated[str, Form(max_length=200)] = "") -> HTMLResponse:
    """The patients of a name or record number."""
    with at_desk(request) as desk:
        shown = beside(desk, patients.sought(desk, words.strip()))
        count = patients.counted(desk)
    return page("patients", count=count, following="", words=words.strip(), patients=shown)


def beside(desk: Desk, found: list[Patient]) -> list[tuple[Patient, Any]]:
    """Patients by name, each with how many visits, the day of the last one, and the money at risk; None without."""
    sums = select(
        visits.c.patient_id, func.count().label("visits"), func.max(visits.c.service_date).label("last"),
        cast(func.sum(visits.c.at_risk_cents), BigInteger).label("at_risk_cents"),  # PostgreSQL sums to decimals
    )  # fmt: skip
    of_these = sums.where(visits.c.patient_id.in_([one.id for one in found])).group_by(visits.c.patient_id)
    told = {one.patient_id: one for one in desk.read(of_these)} if found else {}
    ordered = sorted(found, key=lambda one: one.name.casefold())
    return [(one, told.get(one.id)) for one in ordered]


@router.get("/patients/{patient}", dependencies=[needs(Permission.CHECK_VISITS)], response_class=HTMLResponse)
def episode(request: Request, patient: str) -> HTMLResponse:
    """One patient's visits on one line of time, with measures and what was found across visits."""
    asking = who(request)
    with at_desk(request) as desk:
        under = to_read(desk, asking, patient, f"patient/{patient}")
        own = None if under else asking.only_own
        held = episodes.held_of(desk, patient, own)
        found = patients.opened(desk, patient) if held or own is None else None
    if found is None:
        raise HTTPException(404)
    looked = episodes.episode(held, patient)
    return page("episode", patient=found, cases=cases(looked), episode=looked, lights=LIGHTS, emergency=under)
