"""The pages of the queue, and the steps that its keys take."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from romberg.formats.unreadable import Unreadable
from romberg.store.worklist import Asked, open_blocks
from romberg.store.workplace import visits, work
from romberg.web.desks import Who, at_desk, visit_row, who
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs
from romberg.web.queue.view import asked_of, shown

router = APIRouter()
STEPS: dict[str, visits.Status] = {"approve": "approved", "return": "rejected", "hold": "held", "reopen": "open"}
Step = Literal["approve", "return", "hold", "reopen"]
Words = Annotated[str, Form(max_length=2_000)]


@router.get("/queue", dependencies=[needs(Permission.WORK_QUEUE)], response_class=HTMLResponse)
def queue(request: Request) -> HTMLResponse:
    """The visits that need somebody, as filtered and sorted."""
    asking = who(request)
    return _page(request, asking, asked_of(dict(request.query_params), asking))


@router.post("/queue", dependencies=[needs(Permission.WORK_QUEUE)], response_class=HTMLResponse)
def search(request: Request, words: Words = "", page: int = Form(1, ge=1, le=999_999)) -> HTMLResponse:
    """The visits of the patients of a name or a record number: sent as a form, so that no name stands in an address."""
    asking = who(request)
    asked = Asked(status="" if words.strip() else "todo", own=asking.only_own, page=page)
    return _page(request, asking, asked, words.strip())


def _page(request: Request, asking: Who, asked: Asked, words: str = "") -> HTMLResponse:
    with at_desk(request) as desk:
        values = shown(desk, asking, asked, datetime.now(UTC).date(), words)
    return page("queue", **values)


@router.post("/kept/{visit}/step/{step}", dependencies=[needs(Permission.WORK_QUEUE)])
def take(request: Request, visit: str, step: Step, was: Words = "", reason: Words = "", back: Words = "") -> Response:
    """Approve, return, hold or reopen a visit; each step stays on record with its reason."""
    if step == "return" and not reason.strip():
        says = "Say what the clinician has to look at; a visit is returned with a reason."
        raise Unreadable("reason", says, "reason")
    with at_desk(request) as desk:
        newest = visit_row(desk, who(request), visit)["newest"]
        if step == "approve" and (blocking := open_blocks(desk, visit, newest)):
            raise Unreadable("blocked", blocked_says(blocking), "step")
        work.move(desk, visit, STEPS[step], reason.strip() or None, was or None)
    return _back(request, visit, back)


@router.post("/kept/{visit}/assign", dependencies=[needs(Permission.WORK_QUEUE)])
def assign(request: Request, visit: str, person: Words = "", back: Words = "") -> Response:
    """Give a visit to somebody, or to nobody."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        work.assign(desk, visit, person or None)
    return _back(request, visit, back)


@router.post("/kept/{visit}/remark", dependencies=[needs(Permission.KEEP_VISITS)])
def remark(request: Request, visit: str, words: Words = "") -> Response:
    """Put a note of the people who work on it beside a visit."""
    if not words.strip():
        raise Unreadable("empty", "There is no note yet; write a few words first.", "words")
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        work.remark(desk, visit, words.strip())
    return _back(request, visit)


@router.post("/kept/{visit}/override", dependencies=[needs(Permission.OVERRIDE)])
def override(
    request: Request, visit: str, number: int = Form(ge=1), rule: Words = "", code: Words = "", reason: Words = ""
) -> Response:
    """Record why a finding of a version does not stand in the way."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        work.override(desk, visit, number, rule, reason.strip(), code or None)
    return _back(request, visit)


def blocked_says(rules: list[str]) -> str:
    """Why a visit cannot be approved."""
    count = f"{len(rules)} finding blocks" if len(rules) == 1 else f"{len(rules)} findings block"
    return f"{count} this claim ({', '.join(rules)}); correct the visit, return it, or override each with a reason."


def _back(request: Request, visit: str, back: str = "") -> Response:
    """Back to the queue where the step was taken there, else to the visit, which is then shown anew."""
    if back == "/queue" or back.startswith("/queue?"):
        return RedirectResponse(back, 303)
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": f"/kept/{visit}"})
    return RedirectResponse(f"/kept/{visit}", 303)
