"""The denials that people work: one page of them, one of them whole, and the steps that are taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from romberg.checks.denied import Denied
from romberg.formats.unreadable import Unreadable
from romberg.knowledge import payers
from romberg.knowledge.deadlines import Deadline, appeal_by, file_by
from romberg.store.remitting import denied
from romberg.store.remitting.asked import PAGE, AskedDenials, joined
from romberg.store.remitting.denied import State
from romberg.store.remitting.standing import Held, held_of
from romberg.store.workplace import Desk, trail
from romberg.store.workplace import book_tables as b
from romberg.store.workplace import tables as t

NEED_A_REASON: tuple[State, ...] = ("written_off", "settled", "open")


@dataclass(frozen=True, slots=True)
class DenialRow:
    """One denial of the worklist. `until` is the last day to answer it, with what it counts from and its source."""

    id: str
    claim: str
    payer: str
    payer_name: str
    visit_id: str | None
    patient: str | None
    service_date: date | None
    decided_on: date | None
    code: str | None
    group: str
    carc: str
    rarcs: tuple[str, ...]
    cents: int
    route: str | None
    unprocessable: bool
    until: Deadline | None
    last_day: date | None
    state: str
    stands: bool
    assigned_to: str | None


@dataclass(frozen=True, slots=True)
class DenialPage:
    """Rows of one page, how many denials there are in all, and what was denied in them."""

    rows: tuple[DenialRow, ...]
    count: int
    cents: int
    number: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.count // PAGE))


@dataclass(frozen=True, slots=True)
class Step:
    """A state to which somebody brought a denial, when and why."""

    state: str
    reason: str | None
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Denial:
    """One denial whole: its row, what its payer told of the claim, the denial in it (None: no more), its steps."""

    row: DenialRow
    held: Held | None
    denied: Denied | None
    steps: tuple[Step, ...]
    patient_id: str | None


def worklist(desk: Desk, asked: AskedDenials) -> DenialPage:
    """A page of the denials as asked; one beyond the last is the last. That it was read goes on the trail."""
    base = b.denials.join(
        b.answers, (b.denials.c.clinic_id == b.answers.c.clinic_id) & (b.denials.c.answer_id == b.answers.c.id)
    )
    where, source = asked.where(), joined(base)
    sums = select(func.count(), func.coalesce(func.sum(b.denials.c.cents), 0)).select_from(source).where(*where)
    count, cents = (int(one) for one in desk.read(sums)[0])
    number = max(1, min(asked.page, -(-count // PAGE)))
    wanted = select(*_COLUMNS).select_from(source).where(*where).order_by(*asked.order())
    rows = tuple(_row(desk, one) for one in desk.read(wanted.limit(PAGE).offset((number - 1) * PAGE)))
    trail.note(desk, "read", "denials", rows=len(rows), page=number)
    return DenialPage(rows, count, cents, number)


def opened(desk: Desk, denial_id: str) -> Denial | None:
    """A denial with the answer that it stands in; None where the clinic has none such."""
    base = b.denials.join(
        b.answers, (b.denials.c.clinic_id == b.answers.c.clinic_id) & (b.denials.c.answer_id == b.answers.c.id)
    )
    asked = select(*_COLUMNS, b.answers.c.claim_index).select_from(joined(base)).where(b.denials.c.id == denial_id)
    found = desk.read(asked)
    if not found:
        return None
    trail.note(desk, "read", f"denial/{denial_id}")
    held = [one for one in held_of(desk, [found[0].claim_index]) if one.payer == found[0].payer]
    rows = [row for one in held for row in denied.rows_of(desk, one) if row.identity == found[0].identity]
    order = (b.denial_steps.c.made_at, b.denial_steps.c.id)
    steps = desk.all(b.denial_steps, b.denial_steps.c.denial_id == denial_id, order_by=order)
    told = tuple(Step(one["state"], one["reason"], one["made_by"], one["made_at"]) for one in steps)
    return Denial(
        _row(desk, found[0]), held[0] if held else None, rows[0].denied if rows else None, told, found[0].patient_id
    )


def take(desk: Desk, denial_id: str, state: State, reason: str = "", was: str | None = None) -> None:
    """Bring a denial to a state; `was` is the one that the person saw.

    Raises Unreadable without a reason where one is needed, where somebody else was faster ("overtaken"), and where the
    clinic has no such denial.
    """
    if state in NEED_A_REASON and not reason.strip():
        raise Unreadable("reason", "Say why; the reason stays on record with your name and the time.", "reason")
    row = desk.one(b.denials, lock=True, id=denial_id)
    if row is None:
        raise Unreadable("not_there", "There is no such denial in this clinic.", "denial")
    if was is not None and row["state"] != was:
        says = "Somebody else brought this denial to another state meanwhile; nothing was changed. Look again."
        raise Unreadable("overtaken", says, "state")
    denied.step(desk, denial_id, state, reason.strip() or None)
    trail.note(desk, "write", f"denial/{denial_id}", state=state)


def assign(desk: Desk, denial_id: str, person: str | None) -> None:
    """Give a denial to a person, or to nobody; raises Unreadable where the clinic has no such person or denial."""
    if person is not None and desk.one(t.people, id=person) is None:
        raise Unreadable("no_person", "There is no such person in this clinic.", "person")
    if not desk.change(b.denials, {"id": denial_id}, assigned_to=person, changed_at=desk.clock()):
        raise Unreadable("not_there", "There is no such denial in this clinic.", "denial")
    trail.note(desk, "write", f"denial/{denial_id}", assigned_to=person or "nobody")


_COLUMNS = (
    *(b.denials.c[name] for name in (
        "id", "identity", "answer_id", "payer", "code", "group_code", "carc", "rarcs", "cents", "route",
        "unprocessable", "last_day", "decided_on", "state", "stands", "assigned_to",
    )),
    b.answers.c.number, b.answers.c.payer_name, b.answers.c.card, b.answers.c.service_date, t.claims.c.visit_id,
    t.visits.c.patient_id, t.patients.c.name.label("patient"),
)  # fmt: skip


def _row(desk: Desk, one: Any) -> DenialRow:
    name = desk.opened_value(t.patients, "name", {"id": one.patient_id}, one.patient)
    number = desk.opened_value(b.answers, "number", {"id": one.answer_id}, one.number) or ""
    return DenialRow(
        one.id, number, one.payer, one.payer_name, one.visit_id, name, one.service_date, one.decided_on, one.code,
        one.group_code, one.carc, tuple(one.rarcs.split()), one.cents, one.route, bool(one.unprocessable),
        _until(one), one.last_day, one.state, bool(one.stands), one.assigned_to,
    )  # fmt: skip


def _until(one: Any) -> Deadline | None:
    """The last day in words, by today's knowledge of the payer's card (see `ClaimAnswer.until`)."""
    if not one.card or (one.route not in ("appeal", "corrected claim", None) and not one.unprocessable):
        return None
    day = one.service_date or one.decided_on or payers.verified_through(one.card)
    card = payers.card(one.card, day)
    if one.unprocessable or one.route == "corrected claim":
        return file_by(card, one.service_date)
    return appeal_by(card, one.decided_on, one.service_date)
