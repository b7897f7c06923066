"""`/api/v1/denials`, `payments`, `answers`: what payers paid and denied, and the work on it, as the pages do it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from romberg.formats import answers as told
from romberg.store import remitting
from romberg.store.remitting import ledger, worklist
from romberg.store.remitting.asked import AskedAnswers, AskedDenials
from romberg.store.remitting.figures import Money
from romberg.store.remitting.ledger import AnswerRow, PaymentRow
from romberg.store.remitting.worklist import DenialRow, Step
from romberg.web.api.errors import ERRORS
from romberg.web.api.once import once
from romberg.web.api.papers import FILE
from romberg.web.api.sent import DoneOut, Id, Key, Sent, Words
from romberg.web.denials import routes as pages
from romberg.web.desks import at_desk, at_glance, visit_row, who
from romberg.web.figures.routes import counted_money
from romberg.web.permissions import Permission, needs

router = APIRouter(prefix="/api/v1", tags=["money"], responses=ERRORS)
Name = Annotated[str, Field(max_length=100)]
PageNumber = Annotated[int, Field(ge=1, le=999_999)]
State = Literal["open", "corrected", "appealed", "billed", "written_off", "settled"]
Shown = Literal["", "todo", "waiting", "standing", "open", "corrected", "appealed", "billed", "written_off", "settled"]


class DenialsIn(Sent):
    """An order, filters and a page of the denials. `first` and `last` are days of service."""

    sort: Literal["deadline", "money"] = "deadline"
    state: Shown = "todo"
    payer: Name = ""
    carc: str = Field(default="", max_length=8, examples=["50"])
    route: str = Field(default="", max_length=32, examples=["appeal"])
    assigned: str = Field(default="", max_length=64, description="A person's identifier, me, or nobody.")
    first: date | None = None
    last: date | None = None
    page: PageNumber = 1


class DenialsOut(BaseModel):
    """A page of the denials: rows, how many there are in all, and what was denied in them."""

    rows: list[DenialRow]
    count: int
    cents: int
    page: int
    pages: int


class DenialOut(BaseModel):
    """One denial: its row, what its payer answered to the claim (as `romberg remit` tells it), and the steps taken."""

    denial: DenialRow
    answer: dict[str, Any] | None
    steps: list[Step]


class DenialStepIn(Sent):
    """What was done about a denial: the state it goes to, the state that was seen, and why."""

    state: State
    was: State | None = None
    reason: Words = ""


class DenialAssignmentIn(Sent):
    """Who has a denial; null for nobody."""

    person: str | None = Field(max_length=64)


class PaymentsOut(BaseModel):
    """A page of the payments, and those of which somebody has to say which telling is true."""

    payments: list[PaymentRow]
    count: int
    contested: list[PaymentRow]


class PaymentOut(BaseModel):
    """One payment, with what stands of the answers to its claims."""

    payment: PaymentRow
    claims: list[AnswerRow]


class TakenIn(Sent):
    """Why a telling of a payment is the true one."""

    reason: str = Field(min_length=1, max_length=2_000)


class AnswersIn(Sent):
    """Filters and a page of the answered claims. `first` and `last` are days of service."""

    outcome: Literal["", "clean", "denied", "short", "untied", "open"] = ""
    payer: Name = ""
    carc: str = Field(default="", max_length=8)
    first: date | None = None
    last: date | None = None
    page: PageNumber = 1


class AnswersOut(BaseModel):
    """A page of the answered claims: rows, how many there are in all, and their sums."""

    rows: list[AnswerRow]
    count: int
    paid_cents: int
    denied_cents: int
    page: int
    pages: int


class VisitAnswersOut(BaseModel):
    """What payers answered to the claims of a visit, each as `romberg remit` tells it."""

    answers: list[dict[str, Any]]


@router.get("/denials", dependencies=[needs(Permission.SEE_MONEY)])
def list_denials(request: Request, view: Annotated[DenialsIn, Query()]) -> DenialsOut:
    """What payers denied, fifty a page: by the last day to answer, or by the money."""
    asking = who(request)
    held = view.model_dump() | {"assigned": asking.person if view.assigned == "me" else view.assigned}
    with at_desk(request) as desk:
        found = worklist.worklist(desk, AskedDenials(**held, own=asking.only_own))
    rows = list(found.rows)
    return DenialsOut(rows=rows, count=found.count, cents=found.cents, page=found.number, pages=found.pages)


@router.get("/denials/{denial}", dependencies=[needs(Permission.SEE_MONEY)])
def open_denial(request: Request, denial: Id) -> DenialOut:
    """One denial with what to do and until when, the claim's answer, and each step that was taken."""
    with at_desk(request) as desk:
        found = pages.denial_of(desk, who(request), denial)
    answer = told.plain(found.held.answer) if found.held and found.held.answer else None
    return DenialOut(denial=found.row, answer=answer, steps=list(found.steps))


@router.post("/denials/{denial}/steps", dependencies=[needs(Permission.WORK_DENIALS)])
def step_denial(request: Request, denial: Id, step: DenialStepIn, key: Key = None) -> DoneOut:
    """Say what was done about a denial; to write off, to settle and to open again need a reason."""
    with at_desk(request) as desk:
        pages.denial_of(desk, who(request), denial)

        def effect() -> dict[str, Any]:
            worklist.take(desk, denial, step.state, step.reason, step.was)
            return {"id": denial}

        return DoneOut(**once(desk, key, request, step.model_dump_json(), effect))


@router.post("/denials/{denial}/assignment", dependencies=[needs(Permission.WORK_DENIALS)])
def assign_denial(request: Request, denial: Id, assignment: DenialAssignmentIn) -> DoneOut:
    """Give a denial to somebody, or to nobody."""
    with at_desk(request) as desk:
        pages.denial_of(desk, who(request), denial)
        worklist.assign(desk, denial, assignment.person or None)
    return DoneOut(id=denial)


@router.post(
    "/denials/{denial}/letter",
    dependencies=[needs(Permission.EXPORT)],
    responses=FILE,
    response_class=Response,
)
def answer_denial(request: Request, denial: Id) -> Response:
    """The letter that answers a denial from its visit's words; else the advice not to write one, with its reasons."""
    return pages.letter(request, denial)


@router.get("/payments", dependencies=[needs(Permission.SEE_MONEY)])
def list_payments(request: Request, page: PageNumber = 1) -> PaymentsOut:
    """The payments that were posted, fifty a page, the latest first."""
    with at_desk(request) as desk:
        rows, count = ledger.payments(desk, page)
        return PaymentsOut(payments=rows, count=count, contested=ledger.contested(desk))


@router.get("/payments/{payment}", dependencies=[needs(Permission.SEE_MONEY)])
def open_payment(request: Request, payment: Id) -> PaymentOut:
    """One payment, with what stands of the answers to its claims, all payments together."""
    with at_desk(request) as desk:
        found = ledger.payment(desk, payment)
    if found is None:
        raise HTTPException(404)
    return PaymentOut(payment=found[0], claims=found[1])


@router.post("/payments/{payment}/take", dependencies=[needs(Permission.POST_PAYMENTS)])
def take_payment(request: Request, payment: Id, taken: TakenIn) -> DoneOut:
    """Take one of several tellings of a payment as the true one, with a reason."""
    with at_desk(request) as desk:
        if ledger.payment(desk, payment) is None:
            raise HTTPException(404)
        remitting.refresh(desk, remitting.choose(desk, payment, taken.reason))
    return DoneOut(id=payment)


@router.get("/answers", dependencies=[needs(Permission.SEE_MONEY)])
def list_answers(request: Request, view: Annotated[AnswersIn, Query()]) -> AnswersOut:
    """The claims that payers answered, fifty a page, the latest service first."""
    with at_desk(request) as desk:
        found = ledger.answered(desk, AskedAnswers(**view.model_dump(), own=who(request).only_own))
    sums = {"count": found.count, "paid_cents": found.paid_cents, "denied_cents": found.denied_cents}
    return AnswersOut(rows=list(found.rows), **sums, page=found.number, pages=found.pages)


@router.get("/visits/{visit}/answers", dependencies=[needs(Permission.SEE_MONEY)])
def list_visit_answers(request: Request, visit: Id) -> VisitAnswersOut:
    """What payers answered to the claims of a visit: paid beside expected, line by line, with every reason."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        found = ledger.of_visit(desk, visit)
    return VisitAnswersOut(answers=[told.plain(one.answer) for one in found if one.answer is not None])


@router.get("/figures/money", dependencies=[needs(Permission.SEE_MONEY)])
def money_figures(request: Request, first: date | None = None, last: date | None = None) -> Money:
    """Denials by reason and payer, clean claims, paid beside expected, what may still come, counted lately."""
    with at_glance(request) as desk:
        return counted_money(request, desk, first, last)
