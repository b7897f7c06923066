"""The pages of claims: fill in who is insured, look at the claim, send it, and take its file."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from romberg.formats.billing.clinic import Clinic
from romberg.formats.unreadable import Unreadable
from romberg.store import claiming
from romberg.store.claiming import Asking, File, Ready, Sent
from romberg.store.remitting import worklist
from romberg.store.workplace import Desk, visits, work
from romberg.web.claims.view import correcting, first, shown, typed, values_of
from romberg.web.desks import at_desk, visit_row, who, workplace_of
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs

router = APIRouter()
_LONGEST_REASON = 500


@router.get("/kept/{visit}/claim", dependencies=[needs(Permission.SEND_CLAIMS)], response_class=HTMLResponse)
def claim(request: Request, visit: str, denial: str = "") -> HTMLResponse:
    """The claim of a visit: what it needs beside the note, and the claims that went out."""
    with at_desk(request) as desk:
        row = visit_row(desk, who(request), visit)
        filled = correcting(desk, visit, denial, first(desk, row["patient_id"]))
        asking = Asking("837p", {}, "", filled)
        values = shown(desk, row, claiming.of_visit(desk, visit), asking, denial)
    return page("claim", visit=visit, problems=(), billed_by=_billed_by(request), **values)


@router.post("/kept/{visit}/claim", dependencies=[needs(Permission.SEND_CLAIMS)])
async def make(request: Request, visit: str) -> Response:
    """Send the claim, or take it to look at; what is missing is told all at once, and nothing is recorded."""
    async with request.form(max_files=1, max_fields=60, max_part_size=20_000) as sent:
        filled, form = typed(sent), str(sent.get("form", ""))
        again = str(sent.get("again", "")).strip()[:_LONGEST_REASON]
        denial = str(sent.get("denial", ""))[:64]
    asking = Asking(form, values_of(filled), again, filled)
    return await run_in_threadpool(_made, request, visit, asking, denial)


def _made(request: Request, visit: str, asking: Asking, denial: str) -> Response:
    form = asking.form
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        if form not in claiming.FORMS:
            raise Unreadable("unknown_form", "Choose the form of the claim: 837P, CMS-1500, FHIR or JSON.", "form")
        version = visits.opened(desk, visit)
        if version is None:
            raise HTTPException(404)
        over = {one.what for one in work.told(desk, visit) if one.kind == "override"}
    try:
        one = claiming.ready(version, over, _biller(request), asking)
        if one.problems:
            return _again(request, visit, asking, denial, one.problems)
        if form not in claiming.SENT:
            return as_file(_looked_at(request, one, form))
        with at_desk(request) as desk:
            sent = claiming.send(desk, one, asking)
            _corrected(desk, visit, denial, sent)
    except Unreadable as error:
        return _again(request, visit, asking, denial, (error.says,))
    return RedirectResponse(f"/kept/{visit}/claim", 303)


def _looked_at(request: Request, one: Ready, form: str) -> File:
    with at_desk(request) as desk:
        return claiming.shown(desk, one, form)


def _corrected(desk: Desk, visit: str, denial: str, sent: Sent) -> None:
    """The denial from which somebody came to correct a claim is corrected by it."""
    found = worklist.opened(desk, denial) if denial else None
    if found is not None and found.row.visit_id == visit:
        worklist.take(desk, denial, "corrected", f"Sent again as claim {sent.number}.")


def _again(request: Request, visit: str, asking: Asking, denial: str, problems: tuple[str, ...]) -> HTMLResponse:
    """The page once more with all that was typed, and what stands in the way."""
    with at_desk(request) as desk:
        row = visit_row(desk, who(request), visit)
        values: dict[str, Any] = shown(desk, row, claiming.of_visit(desk, visit), asking, denial)
    return page("claim", 422, visit=visit, problems=problems, billed_by=_billed_by(request), **values)


def _biller(request: Request) -> Clinic:
    return claiming.biller(workplace_of(request), who(request).clinic)


def _billed_by(request: Request) -> str:
    """Who bills, as the person who sends sees it before; else what is missing for it."""
    try:
        billing = _biller(request).billing
    except Unreadable as error:
        return error.says
    return f"Billed by {billing.name.last}, NPI {billing.npi or 'not told'}."


@router.get("/claims/{claim}/file", dependencies=[needs(Permission.SEND_CLAIMS)])
def file(request: Request, claim: str) -> Response:
    """The very file of a claim that was sent; taking it again sends nothing anew and is on the trail."""
    with at_desk(request) as desk:
        found = claiming.file_of(desk, claim)
        if found is None or found[1] is None:
            raise HTTPException(404)
        visit_row(desk, who(request), found[1])
    return as_file(found[0])


def as_file(one: File) -> Response:
    """A file to keep; no patient is in its name."""
    return Response(
        one.data, media_type=one.kind, headers={"Content-Disposition": f'attachment; filename="{one.name}"'}
    )
