"""`/api/v1/visits`: what the pages of kept visits and of the queue do, for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from pydantic import BaseModel, Field

from romberg.batch import check_text
from romberg.batch.again import check_again
from romberg.formats.unreadable import Unreadable
from romberg.store.intake import fresh_report, keep_report, kept_report
from romberg.store.worklist import Asked, Outcome, Row, cursor, open_blocks, queue, read_cursor
from romberg.store.workplace import visits, work
from romberg.store.workplace.work import Said
from romberg.web.api.errors import ERRORS
from romberg.web.api.once import once
from romberg.web.api.routes import ChargeIn, NoteIn, ReportOut, charged, typed
from romberg.web.api.sent import DoneOut, Id, Key, Sent, Words
from romberg.web.desks import at_desk, visit_row, who, workplace_of
from romberg.web.kept.view import asked_of, form_of
from romberg.web.permissions import Permission, needs
from romberg.web.queue.routes import STEPS, blocked_says
from romberg.web.visits.form import LONGEST_NOTE, Form

router = APIRouter(prefix="/api/v1/visits", tags=["visits"], responses=ERRORS)
Status = Literal[
    "", "todo", "open", "held", "approved", "rejected", "signed", "sent", "paid", "denied", "closed"
]  # fmt: skip
Light = Literal["", "green", "yellow", "red", "grey"]
Name = Annotated[str, Field(max_length=64)]


class CorrectionIn(NoteIn):
    """The next version of a visit: the words, the version that they correct, and why."""

    base: int = Field(ge=1, le=999_999)
    why: str = Field(min_length=1, max_length=2_000)


class StepIn(Sent):
    """A step: where the visit goes, the status that was seen, and the reason."""

    step: Literal["approve", "return", "hold", "reopen"]
    was: Words | None = None
    reason: Words | None = None


class AssignmentIn(Sent):
    """Who has a visit; null for nobody."""

    person: str | None = Field(max_length=64)


class RemarkIn(Sent):
    """A remark."""

    words: str = Field(min_length=1, max_length=2_000)


class OverrideIn(Sent):
    """Why a finding of a version does not stand in the way."""

    number: int = Field(ge=1, le=999_999)
    rule: str = Field(max_length=100)
    code: str | None = Field(default=None, max_length=10)
    reason: str = Field(min_length=1, max_length=2_000)


class KeptOut(BaseModel):
    """What became of a visit: its identifier, its version, and new, changed or unchanged."""

    id: str
    number: int
    outcome: str


class QueueOut(BaseModel):
    """A page of the queue: rows, how many visits there are, and what hangs on them.

    `following` asks for the rows after these (`after`), null at the end; what comes in meanwhile moves none of them.
    """

    rows: list[Row]
    count: int
    at_risk_cents: int
    page: int
    pages: int
    following: str | None


class View(Sent):
    """An order, filters, and a page: by number, or by the cursor of the page before."""

    sort: Literal["money", "risk", "deadline"] = "money"
    status: Status = "todo"
    payer: str = Field(default="", max_length=100)
    clinician: Name = ""
    light: Light = ""
    rule: str = Field(default="", max_length=100)
    outcome: Outcome = Field(default="fail", description="Of the rule: it fails, or the record does not say.")
    first: date | None = None
    last: date | None = None
    assigned: Name = Field(default="", description="A person's identifier, me, or nobody.")
    page: int = Field(default=1, ge=1, le=999_999)
    after: str = Field(default="", max_length=200)


class VisitOut(BaseModel):
    """A kept visit: where it stands, its words, and the report of a version, made again by today's knowledge."""

    id: str
    number: int
    newest: int
    status: str
    assigned_to: str | None
    deadline: date | None
    at_risk_cents: int
    note: str
    report: ReportOut


class VersionOut(BaseModel):
    """A version of a visit: who made it, when, and why."""

    number: int
    made_by: str
    made_at: datetime
    why: str | None


class AgainIn(Sent):
    """What is tried on a kept visit; whatever is left out stays as it was kept. Minutes are edited in `text`."""

    text: str | None = Field(default=None, max_length=LONGEST_NOTE)
    payer: str | None = Field(default=None, max_length=100, examples=["medicare"])
    zip: str | None = Field(default=None, max_length=10, examples=["77002"])
    on: str | None = Field(default=None, max_length=10, examples=["2026-03-12"])
    charges: list[ChargeIn] | None = Field(default=None, max_length=100)


@router.get("", dependencies=[needs(Permission.WORK_QUEUE)])
def list_visits(
    request: Request,
    view: Annotated[View, Query()],
) -> QueueOut:
    """The queue as its page shows it, fifty visits a page."""
    asking = who(request)
    plain = view.model_dump(exclude={"after", "assigned"})
    assigned = asking.person if view.assigned == "me" else view.assigned
    after = read_cursor(view.after) if view.after else None
    asked = Asked(**plain, assigned=assigned, own=asking.only_own, after=after)
    with at_desk(request) as desk:
        found = queue(desk, asked)
    return QueueOut(
        rows=list(found.rows),
        count=found.count,
        at_risk_cents=found.at_risk_cents,
        page=found.number,
        pages=found.pages,
        following=cursor(found.rows[-1]) if found.more else None,
    )


@router.post("", status_code=201, dependencies=[needs(Permission.KEEP_VISITS)])
def keep_visit(request: Request, note: NoteIn, key: Key = None) -> KeptOut:
    """Check a note and keep the visit. With an Idempotency-Key it is kept once, however often it is sent."""
    return _kept(request, note, key, None, None, None)


@router.post("/{visit}/versions", status_code=201, dependencies=[needs(Permission.KEEP_VISITS)])
def correct_visit(request: Request, visit: Id, note: CorrectionIn, key: Key = None) -> KeptOut:
    """The next version of a visit; the one before stays as it was."""
    return _kept(request, note, key, visit, note.base, note.why)


def _kept(
    request: Request, note: NoteIn, key: str | None, visit: str | None, base: int | None, why: str | None
) -> KeptOut:
    form = typed(note)
    asked, report = asked_of(form), check_text(form.text, form.options(), "the note")
    with at_desk(request) as desk:
        if visit is not None:
            visit_row(desk, who(request), visit)

        def effect() -> dict[str, Any]:
            kept = keep_report(desk, report, asked, visit, base, why)
            return {"id": kept.visit_id, "number": kept.number, "outcome": kept.outcome}

        return KeptOut(**once(desk, key, request, note.model_dump_json(), effect))


@router.get("/{visit}", dependencies=[needs(Permission.CHECK_VISITS)])
def open_visit(
    request: Request, response: Response, visit: Id, version: Annotated[int | None, Field(ge=1, le=999_999)] = None
) -> VisitOut:
    """A kept visit, its newest version where none is named; a correction names that version as its `base`."""
    asking = who(request)
    with at_desk(request) as desk:
        row = visit_row(desk, asking, visit)
        found = visits.opened(desk, visit, version)
        if found is None:
            raise HTTPException(404)
        report = kept_report(desk, found)
    report = report or fresh_report(workplace_of(request), asking.clinic, asking.person, found)
    response.headers["ETag"] = f'"{found.number}"'
    shown = {name: row[name] for name in ("status", "assigned_to", "deadline", "at_risk_cents")}
    told = ReportOut(**report.as_dict())
    return VisitOut(id=visit, number=found.number, newest=found.newest, note=found.note, report=told, **shown)


@router.get("/{visit}/versions", dependencies=[needs(Permission.CHECK_VISITS)])
def list_versions(request: Request, visit: Id) -> list[VersionOut]:
    """The versions of a visit, the newest first."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        found = visits.history(desk, visit)
    return [VersionOut(number=one[0], made_by=one[1], made_at=one[2], why=one[3]) for one in found]


@router.get("/{visit}/told", dependencies=[needs(Permission.CHECK_VISITS)])
def list_told(request: Request, visit: Id) -> list[Said]:
    """All that people did and said about a visit: remarks, steps with their reasons, overrides; the oldest first."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        return work.told(desk, visit)


@router.post("/{visit}/check", dependencies=[needs(Permission.CHECK_VISITS)])
def try_visit(request: Request, visit: Id, tried: AgainIn) -> ReportOut:
    """What would be if: the report on the newest version under another payer, words or charges; nothing is kept."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        found = visits.opened(desk, visit)
    if found is None:
        raise HTTPException(404)
    kept = form_of(found)
    form = Form(
        kept.text if tried.text is None else tried.text,
        kept.payer if tried.payer is None else tried.payer,
        kept.zip5 if tried.zip is None else tried.zip,
        kept.on if tried.on is None else tried.on,
        kept.charges if tried.charges is None else charged(tried.charges),
    )
    return ReportOut(**check_again(form.text, form.options()).as_dict())


@router.post("/{visit}/steps", dependencies=[needs(Permission.WORK_QUEUE)])
def step_visit(request: Request, visit: Id, step: StepIn, key: Key = None) -> DoneOut:
    """Approve, return, hold or reopen a visit."""
    if step.step == "return" and not (step.reason or "").strip():
        raise Unreadable(
            "reason", "Say what the clinician has to look at; a visit is returned with a reason.", "reason"
        )
    with at_desk(request) as desk:
        newest = visit_row(desk, who(request), visit)["newest"]

        def effect() -> dict[str, Any]:
            if step.step == "approve" and (blocking := open_blocks(desk, visit, newest)):
                raise Unreadable("blocked", blocked_says(blocking), "step")
            work.move(desk, visit, STEPS[step.step], step.reason, step.was)
            return {"id": visit}

        return DoneOut(**once(desk, key, request, step.model_dump_json(), effect))


@router.post("/{visit}/assignment", dependencies=[needs(Permission.WORK_QUEUE)])
def assign_visit(request: Request, visit: Id, given: AssignmentIn, key: Key = None) -> DoneOut:
    """Give a visit to somebody, or to nobody."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)

        def effect() -> dict[str, Any]:
            work.assign(desk, visit, given.person)
            return {"id": visit}

        return DoneOut(**once(desk, key, request, given.model_dump_json(), effect))


@router.post("/{visit}/remarks", status_code=201, dependencies=[needs(Permission.KEEP_VISITS)])
def remark_visit(request: Request, visit: Id, said: RemarkIn, key: Key = None) -> DoneOut:
    """Put a remark beside a visit."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        return DoneOut(
            **once(desk, key, request, said.model_dump_json(), lambda: {"id": work.remark(desk, visit, said.words)})
        )


@router.post("/{visit}/overrides", status_code=201, dependencies=[needs(Permission.OVERRIDE)])
def override_finding(request: Request, visit: Id, said: OverrideIn, key: Key = None) -> DoneOut:
    """Record why a finding of a version does not stand in the way."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)

        def effect() -> dict[str, Any]:
            return {"id": work.override(desk, visit, said.number, said.rule, said.reason, said.code)}

        return DoneOut(**once(desk, key, request, said.model_dump_json(), effect))
