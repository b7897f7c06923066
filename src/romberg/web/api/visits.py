"""`/api/v1/visits`: what the pages of kept visits and of the queue do, for programs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field

from romberg.batch import check_text
from romberg.formats.unreadable import Unreadable
from romberg.store.intake import keep_report, read_asked
from romberg.store.worklist import Asked, Row, open_blocks, queue
from romberg.store.workplace import visits, work
from romberg.web.api.errors import ERRORS
from romberg.web.api.once import once
from romberg.web.api.routes import NoteIn, typed
from romberg.web.desks import at_desk, visit_row, who
from romberg.web.kept.view import asked_of
from romberg.web.permissions import Permission, needs
from romberg.web.queue.routes import STEPS, blocked_says

router = APIRouter(prefix="/api/v1/visits", tags=["v1"], responses=ERRORS)
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=200)]
Words = Annotated[str, Field(max_length=2_000)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CorrectionIn(NoteIn):
    """The next version of a visit: the words, the version that they correct, and why."""

    base: int = Field(ge=1, le=999_999)
    why: str = Field(min_length=1, max_length=2_000)


class StepIn(_In):
    """A step: where the visit goes, the status that was seen, and the reason."""

    step: Literal["approve", "return", "hold", "reopen"]
    was: Words | None = None
    reason: Words | None = None


class AssignmentIn(_In):
    """Who has a visit; null for nobody."""

    person: str | None = Field(max_length=64)


class RemarkIn(_In):
    """A remark."""

    words: str = Field(min_length=1, max_length=2_000)


class OverrideIn(_In):
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


class DoneOut(BaseModel):
    """That it was done."""

    id: str
    done: Literal[True] = True


class QueueOut(BaseModel):
    """A page of the queue: rows, how many visits there are, and what hangs on them."""

    rows: list[Row]
    count: int
    at_risk_cents: int
    page: int
    pages: int


@router.get("", dependencies=[needs(Permission.WORK_QUEUE)])
def listed(
    request: Request,
    sort: Literal["money", "risk", "deadline"] = "money",
    status: Annotated[str, Field(max_length=16)] = "todo",
    payer: Annotated[str, Field(max_length=100)] = "",
    light: Annotated[str, Field(max_length=8)] = "",
    page: Annotated[int, Field(ge=1, le=999_999)] = 1,
) -> QueueOut:
    """The queue as its page shows it."""
    asked = Asked(sort=sort, status=status, payer=payer, light=light, own=who(request).only_own, page=page)
    with at_desk(request) as desk:
        found = queue(desk, asked)
    return QueueOut(
        rows=list(found.rows),
        count=found.count,
        at_risk_cents=found.at_risk_cents,
        page=found.number,
        pages=found.pages,
    )


@router.post("", status_code=201, dependencies=[needs(Permission.KEEP_VISITS)])
def keep(request: Request, note: NoteIn, key: Key = None) -> KeptOut:
    """Check a note and keep the visit. With an Idempotency-Key it is kept once, however often it is sent."""
    return _kept(request, note, key, None, None, None)


@router.post("/{visit}/versions", status_code=201, dependencies=[needs(Permission.KEEP_VISITS)])
def correct(request: Request, visit: str, note: CorrectionIn, key: Key = None) -> KeptOut:
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
def opened(request: Request, visit: str, version: int | None = None) -> dict[str, Any]:
    """A kept visit: where it stands, its words, and the report of a version, made again by today's knowledge."""
    with at_desk(request) as desk:
        row = visit_row(desk, who(request), visit)
        found = visits.opened(desk, visit, version)
        if found is None:
            raise HTTPException(404)
    report = check_text(found.note, read_asked(found.asked).options(), "the note").as_dict()
    shown = ("status", "assigned_to", "deadline", "at_risk_cents")
    return {"id": visit, "number": found.number, "newest": found.newest, "note": found.note, "report": report} | {
        name: row[name] for name in shown
    }


@router.post("/{visit}/steps", dependencies=[needs(Permission.WORK_QUEUE)])
def take(request: Request, visit: str, step: StepIn, key: Key = None) -> DoneOut:
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
def assign(request: Request, visit: str, given: AssignmentIn) -> DoneOut:
    """Give a visit to somebody, or to nobody."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        work.assign(desk, visit, given.person)
    return DoneOut(id=visit)


@router.post("/{visit}/remarks", status_code=201, dependencies=[needs(Permission.KEEP_VISITS)])
def remark(request: Request, visit: str, said: RemarkIn, key: Key = None) -> DoneOut:
    """Put a remark beside a visit."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)
        return DoneOut(
            **once(desk, key, request, said.model_dump_json(), lambda: {"id": work.remark(desk, visit, said.words)})
        )


@router.post("/{visit}/overrides", status_code=201, dependencies=[needs(Permission.OVERRIDE)])
def override(request: Request, visit: str, said: OverrideIn, key: Key = None) -> DoneOut:
    """Record why a finding of a version does not stand in the way."""
    with at_desk(request) as desk:
        visit_row(desk, who(request), visit)

        def effect() -> dict[str, Any]:
            return {"id": work.override(desk, visit, said.number, said.rule, said.reason, said.code)}

        return DoneOut(**once(desk, key, request, said.model_dump_json(), effect))
