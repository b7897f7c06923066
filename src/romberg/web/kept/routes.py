"""Keeping a visit, opening it, and correcting it: each correction is a new version with who, when and why."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from romberg.batch import check_text
from romberg.formats.unreadable import Unreadable
from romberg.store.intake import fresh_report, keep_report, kept_report
from romberg.store.workplace import visits
from romberg.web.desks import at_desk, visit_row, visit_to_read, who, workplace_of
from romberg.web.kept.view import asked_of, checked, work_on
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs
from romberg.web.visits.form import Form, form

router = APIRouter()
_LONGEST_WHY = 2_000


@router.post("/kept", dependencies=[needs(Permission.KEEP_VISITS)])
async def keep(request: Request) -> Response:
    """Keep the visit that was checked: from now on it stands in the queue."""
    values = await _sent(request)
    return await run_in_threadpool(_keep, request, form(values), None, None, None)


@router.post("/kept/{visit}/versions", dependencies=[needs(Permission.KEEP_VISITS)])
async def correct(request: Request, visit: str) -> Response:
    """Keep what was typed as the next version of a visit; the one before stays as it was."""
    values = await _sent(request)
    base, why = (values.get(name, [""])[0].strip() for name in ("base", "why"))
    if not (base.isascii() and base.isdigit() and len(base) < 7):
        raise Unreadable("base", "The form does not say which version it corrects; open the visit again.", "base")
    if not why:
        raise Unreadable("why", "Say why the visit is corrected; the reason stays with the new version.", "why")
    return await run_in_threadpool(_keep, request, form(values), visit, int(base), why[:_LONGEST_WHY])


async def _sent(request: Request) -> dict[str, list[str]]:
    async with request.form(max_files=1, max_fields=400, max_part_size=4_000_000) as sent:
        return {name: [str(one) for one in sent.getlist(name) if isinstance(one, str)] for name in sent}


def _keep(request: Request, typed: Form, visit: str | None, base: int | None, why: str | None) -> Response:
    asked = asked_of(typed)
    report = check_text(typed.text, typed.options(), "the note")
    with at_desk(request) as desk:
        if visit is not None:
            visit_row(desk, who(request), visit)
        kept = keep_report(desk, report, asked, visit, base, why)
    address = f"/kept/{kept.visit_id}"
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


@router.get("/kept/{visit}", dependencies=[needs(Permission.CHECK_VISITS)], response_class=HTMLResponse)
def opened(request: Request, visit: str, version: int | None = None) -> HTMLResponse:
    """A kept visit: its check beside its words, the work on it, and its versions."""
    asking = who(request)
    with at_desk(request) as desk:
        row, under = visit_to_read(desk, asking, visit)
        found = visits.opened(desk, visit, version)
        if found is None:
            raise HTTPException(404)
        beside = work_on(desk, asking.reading() if under else asking, found, row) | {"emergency": under}
        report = kept_report(desk, found)
    try:
        report = report or fresh_report(workplace_of(request), asking.clinic, asking.person, found)
        parts = checked(report, found)
    except Unreadable as error:
        return page("kept_unread", says=error.says, **beside)
    return page("kept", **parts, **beside)
