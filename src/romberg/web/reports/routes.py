"""The audit report of a clinic: asked for by days and payer, shown as a page that prints, and as a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from romberg import __version__
from romberg.formats.paper import Paper
from romberg.formats.paper.as_html import body, html
from romberg.formats.paper.as_pdf import pdf
from romberg.formats.unreadable import Unreadable
from romberg.report.sampling.drawing import new_seed
from romberg.store.reporting import MOST_DRAWN, Head, Scope, audit, drawn, paper, shown
from romberg.store.workplace import clinics, people, trail
from romberg.web.desks import at_desk, at_glance, who, workplace_of
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs
from romberg.web.queue.view import STATUSES
from romberg.web.visits.view import choices

router = APIRouter()
_SEED: Final = re.compile(r"[0-9a-zA-Z]{1,64}")
Form = Literal["page", "html", "pdf"]


class ReportAsked(BaseModel):
    """What is asked: days, a payer, how many visits to draw by which seed, and whether to name their patients."""

    first: str = Field(default="", max_length=10)
    last: str = Field(default="", max_length=10)
    payer: str = Field(default="", max_length=100)
    sample: int = Field(default=10, ge=0, le=MOST_DRAWN)
    seed: str = Field(default="", max_length=64)
    named: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The same, looked at."""

    scope: Scope
    sample: int
    seed: str
    named: bool

    def plain(self) -> dict[str, str]:
        """As an address asks for it again."""
        days = {"first": str(self.scope.first or ""), "last": str(self.scope.last or "")}
        more = {"payer": self.scope.payer or "", "sample": str(self.sample), "seed": self.seed}
        return days | more | ({"named": "true"} if self.named else {})


@router.get("/reports", dependencies=[needs(Permission.EXPORT)], response_class=HTMLResponse)
def reports(request: Request) -> HTMLResponse:
    """The form of a report: last month, if not told else."""
    return _form(request)


def _form(request: Request, status: int = 200, says: str = "", asked: ReportAsked | None = None) -> HTMLResponse:
    today = workplace_of(request).clock().date()
    end = today.replace(day=1) - timedelta(days=1)
    asked = asked or ReportAsked(first=end.replace(day=1).isoformat(), last=end.isoformat())
    short = (
        ("last month", end.replace(day=1), end),
        ("this month so far", today.replace(day=1), today),
        ("this year so far", today.replace(month=1, day=1), today),
    )
    return page("reports", status, asked=asked, says=says, payers=choices(), most=MOST_DRAWN, short=short)


@router.get("/reports/audit", dependencies=[needs(Permission.EXPORT)], response_class=HTMLResponse)
def audited(request: Request, given: Annotated[ReportAsked, Query()]) -> HTMLResponse:
    """The report as a page that prints."""
    try:
        asked = looked_at(given, who(request).only_own)
    except Unreadable as error:
        return _form(request, 422, error.says, given)
    made = report_of(request, asked, "page")
    return page("report", paper=body(made), title=made.title, asked=asked.plain())


@router.get("/reports/audit/file", dependencies=[needs(Permission.EXPORT)])
def audit_file(
    request: Request, given: Annotated[ReportAsked, Query()], kind: Literal["html", "pdf"] = "pdf"
) -> Response:
    """The same report as a file that stands by itself; the same seed gives the same visits."""
    return file_of(request, looked_at(given, who(request).only_own), kind)


def file_of(request: Request, asked: Asked, kind: Literal["html", "pdf"]) -> Response:
    """A report as a file; no patient is in its name."""
    made = report_of(request, asked, kind)
    content, media = (pdf(made), "application/pdf") if kind == "pdf" else (html(made), "text/html; charset=utf-8")
    head = {"Content-Disposition": f'attachment; filename="romberg-audit.{kind}"'}
    return Response(content, media_type=media, headers=head)


def looked_at(given: ReportAsked, clinician: str | None) -> Asked:
    """What was asked, with a seed; raises Unreadable with the field that will not do."""
    first, last = _day(given.first, "first"), _day(given.last, "last")
    if first and last and last < first:
        raise Unreadable("unknown_date", "The last day is before the first one.", "last")
    if given.payer and given.payer not in dict(choices()):
        raise Unreadable("payer", "There is no such payer; choose one of the list.", "payer")
    seed = given.seed or new_seed()
    if not _SEED.fullmatch(seed):
        raise Unreadable(
            "seed", "A seed is made of letters and digits, 64 at most; leave it empty for a new one.", "seed"
        )
    return Asked(Scope(first, last, given.payer or None, clinician), given.sample, seed, given.named)


def _day(given: str, field: str) -> date | None:
    try:
        return date.fromisoformat(given.strip()) if given.strip() else None
    except ValueError:
        raise Unreadable("unknown_date", "This is no day; write it as YYYY-MM-DD.", field) from None


def report_of(request: Request, asked: Asked, form: Form) -> Paper:
    """The paper; that it was made, of what and with which visits, is on the trail."""
    place, asking = workplace_of(request), who(request)
    with at_glance(request) as desk:
        found = audit(desk, asked.scope)
        names = drawn(desk, asked.scope, asked.seed, asked.sample)
        staff = {one.id: one.name for one in people.listed(desk)}
    scope = asked.scope
    with at_desk(request) as desk:
        trail.note(
            desk, "print" if form == "page" else "export", "report/audit", form=form, first=str(scope.first or ""),
            last=str(scope.last or ""), payer=scope.payer, visits=found.whole.visits, sample=len(names),
            seed=asked.seed, named=asked.named,
        )  # fmt: skip
    head = Head(
        clinics.name_of(place, asking.clinic), staff.get(asking.person, "a program"), place.clock(), __version__,
        asked.seed, staff, dict(choices()), dict(STATUSES),
    )  # fmt: skip
    return paper(found, shown(place, asking.clinic, asking.person, names, asked.named), head)
