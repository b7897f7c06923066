"""The clinic's money in figures: what payers paid beside what was priced, what they denied, what may still come.

Counted over the answers that stand, by days of service; each number is that of a list (`ledger.answered`, `worklist`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, String, case, cast, func, select

from romberg.store.remitting.asked import within_days
from romberg.store.remitting.denied import WAITING
from romberg.store.workplace import Desk
from romberg.store.workplace.book_tables import answers, denials, scores, variances


@dataclass(frozen=True, slots=True)
class PayerMoney:
    """One payer's answers: claims, lines, lines denied, claims paid without a denial at once, and the money.

    `compared_cents` is what was paid on lines whose price is known, beside `expected_cents`, what they should bring.
    """

    payer: str
    name: str
    claims: int
    clean: int
    lines: int
    denied_lines: int
    paid_cents: int
    denied_cents: int
    expected_cents: int
    compared_cents: int

    @property
    def denial_rate(self) -> float:
        """The share of answered lines that are denied."""
        return self.denied_lines / self.lines if self.lines else 0.0

    @property
    def clean_rate(self) -> float:
        """The share of claims of which nothing was denied when they were first decided."""
        return self.clean / self.claims if self.claims else 0.0


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of denials (CARC) with one payer: denials that stand, their money, and what of it may still come."""

    carc: str
    payer: str
    denials: int
    cents: int
    waiting_cents: int


@dataclass(frozen=True, slots=True)
class Fared:
    """How one rule's findings fared when payers first decided: see `checks.foretold.Score`."""

    rule: str
    came_true: int
    denied_otherwise: int
    paid: int
    missed: int


@dataclass(frozen=True, slots=True)
class Month:
    """The claims of one month of service, and how many were paid without a denial at once."""

    name: str
    claims: int
    clean: int


@dataclass(frozen=True, slots=True)
class Money:
    """All figures of money. `states` is the money of denials that stand by their state, `variances` by reason."""

    payers: tuple[PayerMoney, ...]
    reasons: tuple[Reason, ...]
    variances: tuple[tuple[str, int], ...]
    states: tuple[tuple[str, int, int], ...]
    rules: tuple[Fared, ...]
    months: tuple[Month, ...]
    untied: int

    @property
    def whole(self) -> PayerMoney:
        """All payers together."""
        names = ("claims", "clean", "lines", "denied_lines", "paid_cents", "denied_cents", "expected_cents",
                 "compared_cents")  # fmt: skip
        return PayerMoney("", "all payers", *(sum(getattr(one, name) for one in self.payers) for name in names))

    @property
    def waiting_cents(self) -> int:
        """The money of denials of which something may still come."""
        return sum(cents for state, _, cents in self.states if state in WAITING)


def money(desk: Desk, first: date | None = None, last: date | None = None) -> Money:
    """The figures of the days of service, both included, in seven statements."""
    where = (answers.c.stands.is_(True), *within_days(first, last))
    return Money(
        _payers(desk, where), _reasons(desk, where), _variances(desk, where), _states(desk, where), _rules(desk, where),
        _months(desk, where), _untied(desk, where),
    )  # fmt: skip


def _rows(desk: Desk, asked: Select[Any]) -> list[tuple[Any, ...]]:
    return [tuple(one) for one in desk.read(asked)]


def _sum(column: Any) -> Any:
    return func.coalesce(func.sum(column), 0)


def _payers(desk: Desk, where: tuple[Any, ...]) -> tuple[PayerMoney, ...]:
    clean = _sum(case((answers.c.clean.is_(True), 1), else_=0))
    names = ("lines", "denied_lines", "paid_cents", "denied_cents", "expected_cents", "compared_cents")
    columns = (func.max(answers.c.payer_name), func.count(), clean, *(_sum(answers.c[name]) for name in names))
    asked = select(answers.c.payer, *columns).where(*where).group_by(answers.c.payer)
    found = [PayerMoney(one[0], one[1] or one[0], *(int(each) for each in one[2:])) for one in _rows(desk, asked)]
    return tuple(sorted(found, key=lambda one: (-one.denied_cents, -one.paid_cents, one.name)))


def _of_answers(table: Any) -> Any:
    return table.join(answers, (table.c.clinic_id == answers.c.clinic_id) & (table.c.answer_id == answers.c.id))


def _reasons(desk: Desk, where: tuple[Any, ...]) -> tuple[Reason, ...]:
    waiting = _sum(case((denials.c.state.in_(WAITING), denials.c.cents), else_=0))
    by = (denials.c.carc, denials.c.payer)
    asked = select(*by, func.count(), _sum(denials.c.cents), waiting).select_from(_of_answers(denials))
    found = [
        Reason(one[0], one[1], *(int(each) for each in one[2:]))
        for one in _rows(desk, asked.where(denials.c.stands.is_(True), *where).group_by(*by))
    ]
    return tuple(sorted(found, key=lambda one: (-one.cents, one.carc, one.payer)))


def _variances(desk: Desk, where: tuple[Any, ...]) -> tuple[tuple[str, int], ...]:
    asked = select(variances.c.reason, _sum(variances.c.cents)).select_from(_of_answers(variances)).where(*where)
    found = [(str(one[0]), int(one[1])) for one in _rows(desk, asked.group_by(variances.c.reason)) if one[1]]
    return tuple(sorted(found, key=lambda one: one[1]))


def _states(desk: Desk, where: tuple[Any, ...]) -> tuple[tuple[str, int, int], ...]:
    asked = select(denials.c.state, func.count(), _sum(denials.c.cents)).select_from(_of_answers(denials))
    found = _rows(desk, asked.where(denials.c.stands.is_(True), *where).group_by(denials.c.state))
    return tuple(sorted((str(one[0]), int(one[1]), int(one[2])) for one in found))


def _rules(desk: Desk, where: tuple[Any, ...]) -> tuple[Fared, ...]:
    names = ("came_true", "denied_otherwise", "paid", "missed")
    asked = select(scores.c.rule, *(_sum(scores.c[name]) for name in names)).select_from(_of_answers(scores))
    found = [
        Fared(one[0], *(int(each) for each in one[1:]))
        for one in _rows(desk, asked.where(*where).group_by(scores.c.rule))
        if any(one[1:])
    ]
    return tuple(sorted(found, key=lambda one: (-one.came_true - one.missed, -one.paid, one.rule)))


def _months(desk: Desk, where: tuple[Any, ...]) -> tuple[Month, ...]:
    month = func.substr(cast(answers.c.service_date, String), 1, 7)
    clean = _sum(case((answers.c.clean.is_(True), 1), else_=0))
    found = _rows(desk, select(month, func.count(), clean).where(*where).group_by(month))
    return tuple(sorted((Month(one[0], int(one[1]), int(one[2])) for one in found if one[0]), key=lambda one: one.name))


def _untied(desk: Desk, where: tuple[Any, ...]) -> int:
    return int(_rows(desk, select(func.count()).select_from(answers).where(*where, answers.c.tie != "tied"))[0][0])
