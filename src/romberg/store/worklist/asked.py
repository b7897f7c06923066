"""What a person asks of the queue: an order, filters, a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, and_, asc, desc, false, func, or_, select, tuple_

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace.tables import findings, visits
from romberg.store.workplace.visits import Status

Sort = Literal["money", "risk", "deadline"]
SORTS: Final[tuple[Sort, ...]] = ("money", "risk", "deadline")
Outcome = Literal["fail", "unknown"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
PAGE: Final = 50
TO_DO: Final = ("open", "held", "rejected")
EVERYONE: Final = ""
NOBODY: Final = "nobody"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a visit stands in every order: its money at risk, its day to file, its score, its identifier."""

    at_risk_cents: int
    deadline: date | None
    score: int
    id: str

    def behind(self, sort: Sort) -> ColumnElement[bool]:
        """The condition on visits that come after this place."""
        money = (visits.c.at_risk_cents < self.at_risk_cents, visits.c.at_risk_cents == self.at_risk_cents)
        risk = (visits.c.score > self.score, visits.c.score == self.score)
        deadline = _later(self.deadline)
        orders = {
            "money": (money, deadline, risk),
            "risk": (risk, money, deadline),
            "deadline": (deadline, money, risk),
        }
        found: ColumnElement[bool] = visits.c.id > self.id
        for after, same in reversed(orders[sort]):
            found = or_(after, and_(same, found))
        return found


def _later(day: date | None) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a visit has a later day to file, and whether it has the same; those without one come last."""
    if day is None:
        return false(), visits.c.deadline.is_(None)
    return or_(visits.c.deadline > day, visits.c.deadline.is_(None)), visits.c.deadline == day


def read_cursor(given: str) -> Place:
    """A place out of what `cursor` gave; raises Unreadable where it is none."""
    parts = given.split("_")
    try:
        cents, day, score, name = parts
        return Place(_whole(cents), date.fromisoformat(day) if day else None, _whole(score), name)
    except ValueError:
        says = "The cursor is none that an answer gave; begin without one."
        raise Unreadable("cursor", says, "after") from None


def _whole(given: str) -> int:
    """A number of bearable size."""
    if not (given.isascii() and given.isdigit() and len(given) < 16):
        raise ValueError(given)
    return int(given)


def cursor(row: Any) -> str:
    """The place of a row of the queue, as programs send it back."""
    return f"{row.at_risk_cents}_{row.deadline or ''}_{row.score}_{row.id}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One view of the queue; empty filters let everything through.

    `status` is one of the statuses, "todo" for those that wait for somebody, or empty; `assigned` a person's
    identifier or "nobody"; `clinician` a person's identifier; `rule` one that fails, or of which, by `outcome`, the
    record does not say; `first` and `last` the days from and to; `patients` those whom a search found, None without;
    `own` restricts to one clinician's visits, whatever else is asked. Pages count from 1; `after` asks, instead of a
    page by its number, for the visits behind that place in the order, whatever came in since.
    """

    sort: Sort = "money"
    payer: str = ""
    clinician: str = ""
    light: str = ""
    rule: str = ""
    status: str = "todo"
    assigned: str = EVERYONE
    patients: tuple[str, ...] | None = None
    own: str | None = None
    page: int = 1
    after: Place | None = None
    outcome: Outcome = "fail"
    first: date | None = None
    last: date | None = None

    def statuses(self) -> tuple[str, ...]:
        """The statuses of the visits that are asked for."""
        return TO_DO if self.status == "todo" else (self.status,) if self.status else get_args(Status)

    def where(self) -> list[ColumnElement[bool]]:
        """The conditions on visits."""
        plain = (("payer", self.payer), ("clinician_id", self.clinician), ("light", self.light))
        found = [visits.c[name] == value for name, value in plain if value]
        if self.own is not None:
            found.append(visits.c.clinician_id == self.own)
        if self.status:
            found.append(visits.c.status.in_(TO_DO) if self.status == "todo" else visits.c.status == self.status)
        if self.assigned:
            unassigned = visits.c.assigned_to.is_(None)
            found.append(unassigned if self.assigned == NOBODY else visits.c.assigned_to == self.assigned)
        if self.patients is not None:
            found.append(visits.c.patient_id.in_(self.patients))
        if self.rule:
            found.append(_touches(self.rule, self.outcome))
        day = func.coalesce(visits.c.service_date, visits.c.service_date)  # not by the index of days: see `days`
        return [*found, *self._between(day)]

    def days(self) -> list[ColumnElement[bool]]:
        """The days again, so that their index is used, which is quick where it finds few visits; none without days."""
        return self._between(visits.c.service_date)

    def _between(self, day: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        return [
            *([] if self.first is None else [day >= self.first]),
            *([] if self.last is None else [day <= self.last]),
        ]

    def order(self, of: Any = visits.c, backwards: bool = False) -> tuple[Any, ...]:
        """The order of the rows: by the chosen key, then by the others, and last by identifier; or all that backwards.

        `of` are the columns of visits, or of a selection that has them.
        """
        up, down = (asc, desc) if not backwards else (desc, asc)
        money, risk = down(of.at_risk_cents), up(of.score)
        deadline = (up(of.deadline.is_(None)), up(of.deadline))
        orders = {
            "money": (money, *deadline, risk),
            "risk": (risk, money, *deadline),
            "deadline": (*deadline, money, risk),
        }
        return (*orders[self.sort], up(of.id))


def _touches(rule: str, outcome: Outcome) -> ColumnElement[bool]:
    """Whether the newest version of a visit fails a rule, or the record does not say."""
    touched = (findings.c.rule == rule) & (findings.c.outcome == outcome)
    versions = select(findings.c.visit_id, findings.c.number).where(touched)
    return tuple_(visits.c.id, visits.c.newest).in_(versions)
