"""Files to print: each stands by itself, with nothing loaded from elsewhere, and that it was made is on the trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from romberg.formats import html
from romberg.formats.letters import Sender, advice_paper, letter_paper
from romberg.formats.letters.packet import packet_paper
from romberg.formats.letters.senders import sender
from romberg.formats.paper import Paper
from romberg.formats.paper.as_html import html as paper_html
from romberg.formats.unreadable import Unreadable
from romberg.knowledge import denials
from romberg.report import Report
from romberg.report.letters import Asked, appeal
from romberg.report.packets import packet
from romberg.store import claiming, episodes
from romberg.store.workplace import patients, trail, visits
from romberg.store.workplace.visits import Version
from romberg.web.desks import at_desk, visit_row, who, workplace_of
from romberg.web.kept.view import report_of
from romberg.web.permissions import Permission, needs

router = APIRouter()
Short = Annotated[str, Form(max_length=20)]


@router.get("/kept/{visit}/report", dependencies=[needs(Permission.EXPORT)])
def report(request: Request, visit: str) -> Response:
    """The printable audit report on the newest version of a visit, with its quotations, findings and hash."""
    found, _ = _visit(request, visit, "report")
    return _file(html.page([_named(report_of(found))], {}), "report")


@router.post("/kept/{visit}/letter", dependencies=[needs(Permission.EXPORT)])
def letter(request: Request, visit: str, carc: Short = "", code: Short = "", denied_on: Short = "") -> Response:
    """The letter that answers a denial, where one is advised; else the advice not to write one, with its reasons."""
    reason = carc.strip().upper().rpartition("-")[2]
    if denials.reason(reason) is None:
        raise Unreadable("unknown_reason", "The lists of payers' reasons have no such CARC; check its number.", "carc")
    return answer_to(request, visit, Asked(reason, code=code.strip().upper() or None, decided_on=_day(denied_on)))


def answer_to(request: Request, visit: str, asked: Asked) -> Response:
    """The letter on a visit that answers a denial, where one is advised; else the advice not to write one."""
    found, name = _visit(request, visit, "letter")
    answer = appeal(_named(report_of(found)), asked)
    advised = answer.advice == "appeal"
    made = letter_paper(answer, _sender(request, name)) if advised else advice_paper(answer)
    return _file(paper_html(made), "letter" if advised else "advice")


@router.get("/patients/{patient}/packet", dependencies=[needs(Permission.EXPORT)])
def papers(request: Request, patient: str) -> Response:
    """All kept visits of a patient for a record request: index, what is there and what is not, evidence, exhibits."""
    with at_desk(request) as desk:
        held = episodes.held_of(desk, patient, who(request).only_own)
        known = patients.opened(desk, patient) if held else None
        trail.note(desk, "export", trail.subject("patient", patient), what="packet")
        if known is None:
            raise HTTPException(404)
    looked = episodes.episode(held, patient)
    unread = [(f"visit of {one.service_date or 'no day'}", says) for one, says in looked.unread]
    made = packet([_named(one) for _, one in looked.visits], unread)
    if made is None:
        raise Unreadable("no_notes", "None of this patient's visits could be read, so there is no packet.", "patient")
    shown: Paper = packet_paper(made, _sender(request, known.name))
    return _file(paper_html(shown), "packet")


def _visit(request: Request, visit: str, what: str) -> tuple[Version, str]:
    """A visit that this person may see, with its patient's name; that a paper is made of it goes on the trail."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        found = visits.opened(desk, visit)
        if found is None:
            raise HTTPException(404)
        trail.note(desk, "print", f"visit/{visit}", what=what, version=found.number)
        known = patients.opened(desk, found.patient_id) if found.patient_id else None
    return found, known.name if known else ""


def _named(one: Report) -> Report:
    """The report under a name for people, in place of our own identifier."""
    on = one.header.coded.visit.service_date
    return replace(one, header=replace(one.header, source=f"visit of {on or 'no day'}"))


def _day(given: str) -> date | None:
    if not given.strip():
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        says = "The day of the denial is no day; write it as YYYY-MM-DD, or leave it open."
        raise Unreadable("unknown_date", says, "denied_on") from None


def _sender(request: Request, patient: str) -> Sender:
    """What the clinic's own sheet tells, where there is one; every line that is not known is left open."""
    known = claiming.known_biller(workplace_of(request), who(request).clinic)
    return replace(sender(known, None, datetime.now(UTC).date()), patient=patient)


def _file(text: str, name: str) -> Response:
    """A page of its own to save and print; no patient is in its name."""
    head = {"Content-Disposition": f'attachment; filename="romberg-{name}.html"'}
    return Response(text, media_type="text/html; charset=utf-8", headers=head)
