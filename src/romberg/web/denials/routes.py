"""The pages of denials, the steps that people take on them, and the letter that answers one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from romberg.formats.answers import words_of
from romberg.formats.unreadable import Unreadable
from romberg.report.letters import Asked
from romberg.store.remitting import worklist
from romberg.store.remitting.worklist import Denial
from romberg.store.workplace import Desk, people
from romberg.web.denials.view import STATE_WORDS, asked_of, shown
from romberg.web.desks import Who, at_desk, visit_row, who
from romberg.web.pages import page
from romberg.web.papers.routes import answer_to
from romberg.web.payments import view
from romberg.web.permissions import Permission, needs

router = APIRouter()
State = Literal["open", "corrected", "appealed", "billed", "written_off", "settled"]
Words = Annotated[str, Form(max_length=2_000)]
_ALL_LINES = "all lines"


@router.get("/denials", dependencies=[needs(Permission.SEE_MONEY)], response_class=HTMLResponse)
def denials(request: Request) -> HTMLResponse:
    """What payers denied and somebody has to answer: by the last day, then by the money."""
    asking = who(request)
    asked = asked_of(dict(request.query_params), asking)
    with at_desk(request) as desk:
        values = shown(desk, asking, asked, datetime.now(UTC).date())
    return page("denials", **values)


@router.get("/denials/{denial}", dependencies=[needs(Permission.SEE_MONEY)], response_class=HTMLResponse)
def one(request: Request, denial: str) -> HTMLResponse:
    """One denial: what it means, what to do and until when, the claim beside it, and what was done so far."""
    asking = who(request)
    with at_desk(request) as desk:
        found = denial_of(desk, asking, denial)
        staff = people.listed(desk)
    return page(
        "denial", found=found, row=found.row, denied=view.denial(found.denied) if found.denied else None,
        answers=view.shown([found.held] if found.held else []), states=STATE_WORDS, way=view.way,
        names={each.id: each.name for each in staff}, workers=[each for each in staff if each.state == "active"],
        today=datetime.now(UTC).date(), words=words_of, remark=view.remark, groups=view.GROUPS, show_money=True,
        may={each.name: asking.may(each) for each in Permission},
    )  # fmt: skip


@router.post("/denials/{denial}/step/{state}", dependencies=[needs(Permission.WORK_DENIALS)])
def take(
    request: Request, denial: str, state: State, was: Words = "", reason: Words = "", back: Words = ""
) -> Response:
    """Say what was done about a denial; each step stays on record with who, when and why."""
    with at_desk(request) as desk:
        denial_of(desk, who(request), denial)
        worklist.take(desk, denial, state, reason, was or None)
    return _back(denial, back)


@router.post("/denials/{denial}/assign", dependencies=[needs(Permission.WORK_DENIALS)])
def assign(request: Request, denial: str, person: Words = "", back: Words = "") -> Response:
    """Give a denial to somebody, or to nobody."""
    with at_desk(request) as desk:
        denial_of(desk, who(request), denial)
        worklist.assign(desk, denial, person or None)
    return _back(denial, back)


@router.post("/denials/{denial}/letter", dependencies=[needs(Permission.EXPORT)])
def letter(request: Request, denial: str) -> Response:
    """The letter that answers a denial, from the visit's own words; else the advice not to write one."""
    with at_desk(request) as desk:
        found = denial_of(desk, who(request), denial)
    if found.row.visit_id is None:
        says = "No kept visit is joined with this claim, so there is no record to quote; import the note and the 837."
        raise Unreadable("no_visit", says, "visit")
    return answer_to(request, found.row.visit_id, asked_about(found))


def asked_about(found: Denial) -> Asked:
    """A denial as a letter is asked about it."""
    row = found.row
    code = row.code if row.code and row.code != _ALL_LINES else None
    number = found.held.answer.payer_claim_id if found.held and found.held.answer else ""
    return Asked(row.carc, row.rarcs, row.group, code, row.cents, row.decided_on, row.claim, number, row.payer_name)


def denial_of(desk: Desk, asking: Who, denial: str) -> Denial:
    """A denial that this person may see; raises 404 for any other, as if there were none."""
    found = worklist.opened(desk, denial)
    if found is None:
        raise HTTPException(404)
    if asking.only_own is not None:
        visit_row(desk, asking, found.row.visit_id or "")
    return found


def _back(denial: str, back: str) -> Response:
    """Back to the worklist where the step was taken there, else to the denial."""
    there = back == "/denials" or back.startswith("/denials?")
    return RedirectResponse(back if there else f"/denials/{denial}", 303)
