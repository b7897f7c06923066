"""`/api/v1/…/report`, `letter` and `packet`: files to print, as the pages make them."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field

from romberg.web.api.errors import ERRORS
from romberg.web.api.sent import Id, Sent
from romberg.web.papers import routes as pages
from romberg.web.permissions import Permission, needs

FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "A page that stands by itself.", "content": {"text/html": {"schema": {"type": "string"}}}}
}
router = APIRouter(prefix="/api/v1", tags=["papers"], responses=ERRORS | FILE, default_response_class=Response)


class LetterIn(Sent):
    """A denial: its reason (CARC), the code that was denied, and the day of the decision."""

    carc: str = Field(min_length=1, max_length=20, examples=["50"])
    code: str = Field(default="", max_length=20, examples=["97112"])
    denied_on: date | None = None


@router.get("/visits/{visit}/report", dependencies=[needs(Permission.EXPORT)])
def print_report(request: Request, visit: Id) -> Response:
    """The printable audit report on the newest version of a visit, with its quotations, findings and hash."""
    return pages.report(request, visit)


@router.post("/visits/{visit}/letter", dependencies=[needs(Permission.EXPORT)])
def print_letter(request: Request, visit: Id, denial: LetterIn) -> Response:
    """The letter that answers a denial, where one is advised; else the advice not to write one, with its reasons."""
    on = denial.denied_on.isoformat() if denial.denied_on else ""
    return pages.letter(request, visit, denial.carc, denial.code, on)


@router.get("/patients/{patient}/packet", dependencies=[needs(Permission.EXPORT)])
def print_packet(request: Request, patient: Id) -> Response:
    """All kept visits of a patient for a record request: index, what is there and what is not, evidence, exhibits."""
    return pages.papers(request, patient)
