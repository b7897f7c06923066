"""The pages of payments: what was posted, which of several tellings is true, and the claims that were answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from romberg.batch import options
from romberg.store import remitting
from romberg.store.remitting import ledger
from romberg.store.remitting.asked import OUTCOMES, PAGE, AskedAnswers
from romberg.store.workplace import people
from romberg.web.desks import at_desk
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs

router = APIRouter()
OUTCOME_WORDS = {
    "": "any", "clean": "paid without a denial at once", "denied": "denied in a line", "short": "paid less than priced",
    "untied": "of no claim that is known here", "open": "with a denial that waits",
}  # fmt: skip
Words = Annotated[str, Form(max_length=2_000)]


@router.get("/payments", dependencies=[needs(Permission.SEE_MONEY)], response_class=HTMLResponse)
def payments(request: Request, number: str = "1") -> HTMLResponse:
    """The payments that were posted, those first of which somebody has to say which telling is true."""
    with at_desk(request) as desk:
        rows, count = ledger.payments(desk, _page(number))
        several = ledger.contested(desk)
        untied = ledger.answered(desk, AskedAnswers("untied"))
        names = {one.id: one.name for one in people.listed(desk)}
    pages = max(1, -(-count // PAGE))
    at = min(_page(number), pages)
    return page("payments", rows=rows, count=count, several=several, untied=untied, names=names, pages=pages, number=at)


@router.get("/payments/{payment}", dependencies=[needs(Permission.SEE_MONEY)], response_class=HTMLResponse)
def one(request: Request, payment: str) -> HTMLResponse:
    """One payment, with what stands of the answers to its claims."""
    with at_desk(request) as desk:
        found = ledger.payment(desk, payment)
        names = {one.id: one.name for one in people.listed(desk)}
    if found is None:
        raise HTTPException(404)
    return page("payment", one=found[0], rows=found[1], names=names)


@router.post("/payments/{payment}/take", dependencies=[needs(Permission.POST_PAYMENTS)])
def take(request: Request, payment: str, reason: Words = "") -> Response:
    """Take one of several tellings of a payment as the true one, with a reason."""
    with at_desk(request) as desk:
        if ledger.payment(desk, payment) is None:
            raise HTTPException(404)
        touched = remitting.choose(desk, payment, reason)
        remitting.refresh(desk, touched)
    return RedirectResponse(f"/payments/{payment}", 303)


@router.get("/answers", dependencies=[needs(Permission.SEE_MONEY)], response_class=HTMLResponse)
def answers(request: Request) -> HTMLResponse:
    """The claims that payers answered, under filters: where the figures lead to."""
    asked = asked_of(dict(request.query_params))
    with at_desk(request) as desk:
        found = ledger.answered(desk, asked)
        payers = ledger.payers(desk)
    return page(
        "answers", page=found, asked=asked, outcomes=OUTCOME_WORDS, payers=payers, link=lambda at: link(asked, at)
    )


def asked_of(values: dict[str, str]) -> AskedAnswers:
    """The view that an address asks for; what is none is left out, and a day that is none is refused."""
    return AskedAnswers(
        outcome=next((one for one in OUTCOMES if one == values.get("outcome")), ""),
        payer=values.get("payer", "")[:100],
        carc=values.get("carc", "")[:8],
        first=day(values.get("first", "")),
        last=day(values.get("last", "")),
        page=_page(values.get("page", "1")),
    )


def link(asked: AskedAnswers, number: int) -> str:
    """The address of another page of the same view."""
    held = {name: getattr(asked, name) or "" for name in ("outcome", "payer", "carc", "first", "last")}
    return "/answers?" + urlencode({**held, "page": number})


def day(given: str) -> date | None:
    """A day of an address; None where it is left open."""
    return options.day(given) if given.strip() else None


def _page(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 1
