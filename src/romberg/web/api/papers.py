"""`/api/v1/…/report`, `letter` and `packet`: files to print, as the pages make them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from romberg.store.reporting import MOST_DRAWN
from romberg.web.api.errors import ERRORS
from romberg.web.api.sent import Id, Sent
from romberg.web.desks import who
from romberg.web.papers import routes as pages
from romberg.web.permissions import Permission, needs
from romberg.web.reports import routes as reports
from romberg.web.reports.routes import ReportAsked

FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "A page that stands by itself.", "content": {"text/html": {"schema": {"type": "string"}}}}
}
_AUDIT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A page that stands by itself, or a PDF.",
        "content": {
            "text/html": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
router = APIRouter(prefix="/api/v1", tags=["papers"], responses=ERRORS | FILE, default_response_class=Response)


class LetterIn(Sent):
    """A denial: its reason (CARC), the code that was denied, and the day of the decision."""

    carc: str = Field(min_length=1, max_length=20, examples=["50"])
    code: str = Field(default="", max_length=20, examples=["97112"])
    denied_on: date | None = None


class AuditIn(Sent):
    """Days (open where left out), a payer (every one where empty), how many visits to draw, by which seed, and whether
    patients are named; the same seed draws the same visits."""

    first: date | None = None
    last: date | None = None
    payer: str = Field(default="", max_length=100)
    sample: int = Field(default=10, ge=0, le=MOST_DRAWN)
    seed: str = Field(default="", max_length=64)
    named: bool = False
    kind: Literal["html", "pdf"] = "html"


@router.get("/visits/{visit}/report", dependencies=[needs(Permission.EXPORT)])
def print_report(request: Request, visit: Id) -> Response:
    """The printable audit report on the newest version of a visit, with its quotations, findings and hash."""
    return pages.report(request, visit)


@router.post("/visits/{visit}/letter", dependencies=[needs(Permission.EXPORT)])
def print_letter(request: Request, visit: Id, denial: LetterIn) -> Response:
    """The letter that answers a denial, where one is advised; else the advice not to write one, with its reasons."""
    on = denial.denied_on.isoformat() if denial.denied_on else ""
    return pages.letter(request, visit, denial.carc, denial.code, on)


@router.get("/reports/audit", dependencies=[needs(Permission.EXPORT)], responses=_AUDIT)
def audit_report(request: Request, given: Annotated[AuditIn, Query()]) -> Response:
    """The audit report of some days: what stood, rules by frequency, overrides and why, drawn visits with proof."""
    days = {"first": str(given.first or ""), "last": str(given.last or "")}
    asked = ReportAsked(**days, payer=given.payer, sample=given.sample, seed=given.seed, named=given.named)
    return reports.file_of(request, reports.looked_at(asked, who(request).only_own), given.kind)


@router.get("/patients/{patient}/packet", dependencies=[needs(Permission.EXPORT)])
def print_packet(request: Request, patient: Id) -> Response:
    """All kept visits of a patient for a record request: index, what is there and what is not, evidence, exhibits."""
    return pages.papers(request, patient)
