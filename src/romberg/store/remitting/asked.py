"""What a person asks of the denials or of the answered claims: an order, filters, a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, and_, exists, select

from romberg.store.remitting.denied import WAITING
from romberg.store.workplace import tables as t
from romberg.store.workplace.book_tables import answers, denials

DenialSort = Literal["deadline", "money"]
SORTS: Final[tuple[DenialSort, ...]] = ("deadline", "money")
Outcome = Literal["", "clean", "denied", "short", "untied", "open"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("", "clean", "denied", "short", "untied", "open")
PAGE: Final = 50
NOBODY: Final = "nobody"


@dataclass(frozen=True, slots=True)
class AskedDenials:
    """One view of the denials; empty filters let everything through.

    `state` is one of the states, "todo" for those that wait for the clinic, "waiting" for all of which money may still
    come, "standing" for all that no later answer took back, or empty; `first` and `last` are days of service; `own`
    restricts to one clinician's visits.
    """

    sort: DenialSort = "deadline"
    state: str = "todo"
    payer: str = ""
    carc: str = ""
    route: str = ""
    assigned: str = ""
    first: date | None = None
    last: date | None = None
    page: int = 1
    own: str | None = None

    def where(self) -> list[ColumnElement[bool]]:
        """The conditions on denials, joined with their answers (and visits, where `own` is asked)."""
        plain = (("payer", self.payer), ("carc", self.carc), ("route", self.route))
        found = [denials.c[name] == value for name, value in plain if value]
        if self.state == "todo":
            found += [denials.c.state == "open", denials.c.stands.is_(True)]
        elif self.state == "waiting":
            found += [denials.c.state.in_(WAITING), denials.c.stands.is_(True)]
        elif self.state == "standing":
            found.append(denials.c.stands.is_(True))
        elif self.state:
            found.append(denials.c.state == self.state)
        if self.assigned:
            nobody = denials.c.assigned_to.is_(None)
            found.append(nobody if self.assigned == NOBODY else denials.c.assigned_to == self.assigned)
        return [*found, *within_days(self.first, self.last), *_own(self.own)]

    def order(self) -> tuple[Any, ...]:
        """The order of the rows: those without a last day come behind those that have one."""
        last = (denials.c.last_day.is_(None), denials.c.last_day)
        money = denials.c.cents.desc()
        return (*last, money, denials.c.id) if self.sort == "deadline" else (money, *last, denials.c.id)


@dataclass(frozen=True, slots=True)
class AskedAnswers:
    """One view of the answered claims. `outcome`: paid as billed at once (clean), denied in a line, paid less than
    priced (short), of no claim that is known here (untied), with a denial on which the clinic has to act (open), any.
    """

    outcome: Outcome = ""
    payer: str = ""
    carc: str = ""
    first: date | None = None
    last: date | None = None
    page: int = 1
    own: str | None = None

    def where(self) -> list[ColumnElement[bool]]:
        """The conditions on answers."""
        found: list[ColumnElement[bool]] = [answers.c.stands.is_(True)]
        if self.payer:
            found.append(answers.c.payer == self.payer)
        if self.carc:
            found.append(_denied(denials.c.carc == self.carc))
        of_outcome: dict[Outcome, list[ColumnElement[bool]]] = {
            "": [], "clean": [answers.c.clean.is_(True)], "denied": [answers.c.denied_lines > 0],
            "short": [answers.c.compared_cents < answers.c.expected_cents], "untied": [answers.c.tie != "tied"],
            "open": [_denied(denials.c.state == "open")],
        }  # fmt: skip
        return [*found, *of_outcome[self.outcome], *within_days(self.first, self.last), *_own(self.own)]


def within_days(first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    """The conditions by days of service, both included; an answer without a day stands in no span."""
    found: list[ColumnElement[bool]] = []
    if first is not None:
        found.append(answers.c.service_date >= first)
    if last is not None:
        found.append(answers.c.service_date <= last)
    return found


def _denied(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    of_answer = (denials.c.clinic_id == answers.c.clinic_id) & (denials.c.answer_id == answers.c.id)
    return exists(select(denials.c.id).where(of_answer, denials.c.stands.is_(True), *which).correlate(answers))


def _own(clinician: str | None) -> list[ColumnElement[bool]]:
    return [] if clinician is None else [t.visits.c.clinician_id == clinician]


def joined(base: Any) -> Any:
    """Answers, joined with the claim, the visit and the patient that they mean, where there is one."""
    claim = and_(answers.c.clinic_id == t.claims.c.clinic_id, answers.c.claim_id == t.claims.c.id)
    visit = and_(t.claims.c.clinic_id == t.visits.c.clinic_id, t.claims.c.visit_id == t.visits.c.id)
    patient = and_(t.visits.c.clinic_id == t.patients.c.clinic_id, t.visits.c.patient_id == t.patients.c.id)
    return base.outerjoin(t.claims, claim).outerjoin(t.visits, visit).outerjoin(t.patients, patient)
