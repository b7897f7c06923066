"""The pages on which a record is opened in an emergency, and on which that is looked at and acknowledged."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from romberg.formats.unreadable import Unreadable
from romberg.store.people import emergency
from romberg.store.workplace import people
from romberg.web.desks import at_desk, who, workplace_of
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs

router = APIRouter()
Words = Annotated[str, Form(max_length=200)]
Reason = Annotated[str, Form(max_length=emergency.LONGEST_REASON)]
Name = Annotated[str, Form(max_length=64)]


@router.get("/emergency", dependencies=[needs(Permission.BREAK_GLASS)], response_class=HTMLResponse)
def asked(request: Request) -> HTMLResponse:
    """The form of patient and reason, and what this person holds open now."""
    return _asked(request)


def _asked(request: Request, status: int = 200, says: str = "", words: str = "", reason: str = "") -> HTMLResponse:
    with at_desk(request) as desk:
        held = emergency.mine(desk, who(request).person)
    hours = int(emergency.LASTS.total_seconds()) // 3600
    return page("emergency", status, held=held, says=says, words=words, reason=reason, hours=hours)


@router.post("/emergency", dependencies=[needs(Permission.BREAK_GLASS)], response_class=HTMLResponse)
def opened(request: Request, words: Words = "", reason: Reason = "") -> Response:
    """Open one patient's record for some hours; administrators see it from now on."""
    asking = who(request)
    try:
        patient = emergency.open_record(workplace_of(request), asking.clinic, asking.person, words, reason)
    except Unreadable as error:
        return _asked(request, 422, error.says, words, reason)
    return RedirectResponse(f"/patients/{patient}", 303)


@router.post("/emergency/end", dependencies=[needs(Permission.BREAK_GLASS)], response_class=HTMLResponse)
def ended(request: Request, emergency_id: Name = "") -> Response:
    """Close a record before its hours are over."""
    with at_desk(request) as desk:
        if not emergency.close(desk, who(request).person, emergency_id):
            raise HTTPException(404)
    return RedirectResponse("/emergency", 303)


@router.get("/emergencies", dependencies=[needs(Permission.SEE_TRAIL)], response_class=HTMLResponse)
def listed(request: Request) -> HTMLResponse:
    """Who opened which record, why, and what they looked at."""
    return _listed(request)


def _listed(request: Request, status: int = 200, says: str = "") -> HTMLResponse:
    with at_desk(request) as desk:
        found = emergency.listed(desk)
        names = {one.id: one.name for one in people.listed(desk)}
    may = who(request).may(Permission.MANAGE_CLINIC)
    return page("emergencies", status, found=found, names=names, may=may, says=says)


@router.post("/emergencies/seen", dependencies=[needs(Permission.MANAGE_CLINIC)], response_class=HTMLResponse)
def seen(request: Request, emergency_id: Name = "") -> Response:
    """An administrator of the clinic acknowledges an opening; never their own."""
    try:
        with at_desk(request) as desk:
            emergency.acknowledge(desk, emergency_id)
    except Unreadable as error:
        return _listed(request, 404 if error.code == "not_there" else 422, error.says)
    return RedirectResponse("/emergencies", 303)
