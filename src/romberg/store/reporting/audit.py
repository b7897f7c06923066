"""What was checked in some days and what stood: counts and sums over newest versions, and every override's reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select

from romberg.store.workplace import Desk
from romberg.store.workplace.tables import findings, overrides, visit_versions, visits

LIGHTS: Final = ("green", "yellow", "red", "grey")
MOST_OVERRIDES: Final = 500


@dataclass(frozen=True, slots=True)
class Scope:
    """Which visits: days from and to, both included, None where open; of one payer; of one clinician."""

    first: date | None = None
    last: date | None = None
    payer: str | None = None
    clinician: str | None = None

    def where(self) -> list[ColumnElement[bool]]:
        """The conditions on visits."""
        found: list[ColumnElement[bool]] = []
        if self.first is not None:
            found.append(visits.c.service_date >= self.first)
        if self.last is not None:
            found.append(visits.c.service_date <= self.last)
        plain = (("payer", self.payer), ("clinician_id", self.clinician))
        return [*found, *(visits.c[name] == value for name, value in plain if value is not None)]


@dataclass(frozen=True, slots=True)
class Stood:
    """Visits of one kind, by light in the order of `LIGHTS`, and the money at risk on them."""

    name: str | None
    lights: tuple[int, int, int, int]
    at_risk_cents: int

    @property
    def visits(self) -> int:
        """How many there are."""
        return sum(self.lights)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: visits that it fails, those of them that somebody overrode, those that do not say, and its money.

    The money is None where none of it is known. Rules meet on the same lines, so that their money does not add up to
    the whole.
    """

    name: str
    severity: str
    failed: int
    overridden: int
    unknown: int
    at_risk_cents: int | None


@dataclass(frozen=True, slots=True)
class Overridden:
    """One finding that somebody overrode: of which version of which visit, why, who and when."""

    visit_id: str
    service_date: date | None
    number: int
    newest: int
    rule: str
    code: str | None
    reason: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Audit:
    """All of it. `by_light` gives visits and money of each light; `judges` are programs with their knowledge.

    `unpriced` visits have a finding that stands in the way and on which hangs money that nobody knows.
    """

    scope: Scope
    whole: Stood
    unpriced: int
    by_light: tuple[Stood, ...]
    payers: tuple[Stood, ...]
    clinicians: tuple[Stood, ...]
    statuses: tuple[Stood, ...]
    judges: tuple[tuple[str, str, int], ...]
    rules: tuple[Rule, ...]
    overrides: tuple[Overridden, ...]
    overrides_in_all: int


def audit(desk: Desk, scope: Scope) -> Audit:
    """The audit of the clinic's visits in some days, in eight statements."""
    rows = _counted(desk, scope)
    held, count = _overrides(desk, scope)
    return Audit(
        scope,
        _stood(None, rows),
        _unpriced(desk, scope),
        tuple(_stood(light, [one for one in rows if one[3] == light]) for light in LIGHTS),
        _by(rows, lambda one: one[0]),
        _by(rows, lambda one: one[1]),
        _by(rows, lambda one: one[2]),
        _judges(desk, scope),
        _rules(desk, scope),
        held,
        count,
    )


_Row = tuple[str | None, str | None, str, str, int, int]  # payer, clinician, status, light, visits, cents


def _counted(desk: Desk, scope: Scope) -> list[_Row]:
    keys = (visits.c.payer, visits.c.clinician_id, visits.c.status, visits.c.light)
    asked = select(*keys, func.count(), func.sum(visits.c.at_risk_cents)).where(*scope.where()).group_by(*keys)
    return [(one[0], one[1], one[2], one[3], int(one[4]), int(one[5])) for one in desk.read(asked)]


def _stood(name: str | None, rows: Iterable[_Row]) -> Stood:
    held = list(rows)
    green, yellow, red, grey = (sum(one[4] for one in held if one[3] == light) for light in LIGHTS)
    return Stood(name, (green, yellow, red, grey), sum(one[5] for one in held))


def _by(rows: Iterable[_Row], key: Callable[[_Row], str | None]) -> tuple[Stood, ...]:
    """The same visits apart by something, the most money at risk first."""
    held = list(rows)
    names = {key(one) for one in held}
    found = [_stood(name, [one for one in held if key(one) == name]) for name in names]
    return tuple(sorted(found, key=lambda one: (-one.at_risk_cents, -one.visits, one.name or "")))


def _newest(table: Any) -> Any:
    """Rows of a table with the visit to whose newest version they belong."""
    of_visit = (table.c.clinic_id == visits.c.clinic_id) & (table.c.visit_id == visits.c.id)
    return table.join(visits, of_visit & (table.c.number == visits.c.newest))


def _judges(desk: Desk, scope: Scope) -> tuple[tuple[str, str, int], ...]:
    keys = (visit_versions.c.program, visit_versions.c.knowledge)
    asked = select(*keys, func.count()).select_from(_newest(visit_versions)).where(*scope.where()).group_by(*keys)
    found = [(str(one[0]), str(one[1]), int(one[2])) for one in desk.read(asked)]
    return tuple(sorted(found, key=lambda one: (-one[2], one)))


def _rules(desk: Desk, scope: Scope) -> tuple[Rule, ...]:
    """Every rule that found something, the most frequent first."""
    keys = (findings.c.rule, findings.c.severity, findings.c.outcome)
    asked = select(*keys, func.count(func.distinct(findings.c.visit_id)), func.sum(findings.c.at_risk_cents))
    rows = desk.read(asked.select_from(_newest(findings)).where(*scope.where()).group_by(*keys))
    over = _overridden(desk, scope)
    found = []
    for name, severity in {(one[0], one[1]) for one in rows}:
        told = {one[2]: (int(one[3]), one[4]) for one in rows if (one[0], one[1]) == (name, severity)}
        failed, cents = told.get("fail", (0, 0))
        own = None if cents is None else int(cents)
        found.append(Rule(name, severity, failed, over.get(name, 0), told.get("unknown", (0, 0))[0], own))
    return tuple(sorted(found, key=lambda one: (-one.failed, -one.unknown, one.name, one.severity)))


def _unpriced(desk: Desk, scope: Scope) -> int:
    grave = (findings.c.outcome == "fail", findings.c.severity != "informs", findings.c.at_risk_cents.is_(None))
    asked = select(func.count(func.distinct(findings.c.visit_id))).select_from(_newest(findings))
    return int(desk.read(asked.where(*grave, *scope.where()))[0][0])


def _overridden(desk: Desk, scope: Scope) -> dict[str, int]:
    counted = func.count(func.distinct(overrides.c.visit_id))
    asked = select(overrides.c.rule, counted).select_from(_newest(overrides)).where(*scope.where())
    return {str(rule): int(count) for rule, count in desk.read(asked.group_by(overrides.c.rule))}


def _overrides(desk: Desk, scope: Scope) -> tuple[tuple[Overridden, ...], int]:
    """The overrides on these visits, of older versions too, by day; and how many there are in all."""
    of_visit = (overrides.c.clinic_id == visits.c.clinic_id) & (overrides.c.visit_id == visits.c.id)
    joined = overrides.join(visits, of_visit)
    count = desk.read(select(func.count()).select_from(joined).where(*scope.where()))[0][0]
    asked = select(overrides, visits.c.service_date, visits.c.newest).select_from(joined).where(*scope.where())
    order = (visits.c.service_date, overrides.c.made_at, overrides.c.id)
    rows = desk.read(asked.order_by(*order).limit(MOST_OVERRIDES))
    return tuple(_override(desk, one) for one in rows), int(count)


def _override(desk: Desk, one: Any) -> Overridden:
    reason = desk.opened_value(overrides, "reason", {"id": one.id}, one.reason) or ""
    return Overridden(
        one.visit_id, one.service_date, one.number, one.newest, one.rule, one.code, reason, one.made_by, one.made_at
    )
