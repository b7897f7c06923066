"""`/api/v1/figures`: the clinic's counts and sums, a clinician's own, and who treated."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from pydantic import BaseModel

from romberg.store.figures import Figures, Period
from romberg.store.workplace import people
from romberg.web.api.errors import ERRORS
from romberg.web.desks import at_desk, at_glance, who
from romberg.web.figures.routes import counted
from romberg.web.permissions import Permission, needs

router = APIRouter(prefix="/api/v1", tags=["figures"], responses=ERRORS)


class ClinicianOut(BaseModel):
    """Who treated: visits, money at risk and the share of 97112 in minutes; scores are for each clinician alone."""

    id: str | None
    name: str | None
    credential: str | None
    visits: int
    at_risk_cents: int
    neuromuscular: float | None


@router.get("/figures", dependencies=[needs(Permission.SEE_DASHBOARDS)])
def clinic_figures(request: Request, first: date | None = None, last: date | None = None) -> Figures:
    """Money at risk, clean claims, what fails and what it would be denied for, counted within the last minute."""
    with at_glance(request) as desk:
        return counted(request, desk, Period(first, last))


@router.get("/figures/own", dependencies=[needs(Permission.SEE_OWN_FIGURES)])
def own_figures(request: Request, first: date | None = None, last: date | None = None) -> Figures:
    """A clinician's own figures, for that person alone."""
    with at_desk(request) as desk:
        return counted(request, desk, Period(first, last, who(request).person))


@router.get("/clinicians", dependencies=[needs(Permission.SEE_DASHBOARDS)])
def list_clinicians(request: Request) -> list[ClinicianOut]:
    """Everybody who treated a kept visit, the most money at risk first."""
    with at_glance(request) as desk:
        found = counted(request, desk, Period())
        staff = {one.id: one for one in people.listed(desk)}
    shares = dict(found.neuromuscular_by)
    return [
        ClinicianOut(
            id=one.name, name=staff[one.name].name if one.name in staff else None,
            credential=staff[one.name].credential if one.name in staff else None, visits=one.visits,
            at_risk_cents=one.at_risk_cents, neuromuscular=shares.get(one.name),
        )
        for one in found.clinicians
    ]  # fmt: skip
