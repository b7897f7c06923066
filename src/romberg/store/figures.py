"""The clinic's figures, or one clinician's: counts and sums over the newest versions of visits, and no patient in them.

Money at risk is what hangs on the gravest finding of each line. A rule's money is what hangs on its own findings: rules
meet on the same lines, so that these sums do not add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, case, cast, func, select, tuple_

from romberg.store.workplace import Desk
from romberg.store.workplace.tables import findings, visit_lines, visit_versions, visits

NEUROMUSCULAR: Final = "97112"
_MOST: Final = 10
_Part = tuple[tuple[Any, ...], tuple[int, ...]]  # names by payer, clinician and month; four sums


@dataclass(frozen=True, slots=True)
class Period:
    """Which visits count: days from and to, both included; None where open. `clinician` for one's own."""

    first: date | None = None
    last: date | None = None
    clinician: str | None = None

    def where(self) -> list[ColumnElement[bool]]:
        """The conditions on visits."""
        found: list[ColumnElement[bool]] = []
        if self.first is not None:
            found.append(visits.c.service_date >= self.first)
        if self.last is not None:
            found.append(visits.c.service_date <= self.last)
        if self.clinician is not None:
            found.append(visits.c.clinician_id == self.clinician)
        return found


@dataclass(frozen=True, slots=True)
class Group:
    """The visits of one payer, clinician or month: how many, how many green, their mean score, the money at risk."""

    name: str | None
    visits: int
    green: int
    score: float
    at_risk_cents: int

    @property
    def clean(self) -> float:
        """The share of visits with a green light: nothing stands in the way of the claim."""
        return self.green / self.visits if self.visits else 0.0


@dataclass(frozen=True, slots=True)
class Failing:
    """A rule, or a denial's reason, with the visits that it touches and the money that hangs on its own findings."""

    name: str
    visits: int
    at_risk_cents: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a period. `neuromuscular` is the share of 97112 in timed minutes, None without minutes."""

    whole: Group
    payers: tuple[Group, ...]
    clinicians: tuple[Group, ...]
    months: tuple[Group, ...]
    rules: tuple[Failing, ...]
    denials: tuple[Failing, ...]
    neuromuscular: float | None
    neuromuscular_by: tuple[tuple[str | None, float], ...]


def figures(desk: Desk, period: Period) -> Figures:
    """The figures of a period, in three statements."""
    parts = _parts(desk, period)
    payers = _groups(parts, 0)
    failing = _failing(desk, period)
    by = _neuromuscular(desk, period)
    minutes, own = sum(one[1] for one in by), sum(one[2] for one in by)
    return Figures(
        _whole(payers),
        payers,
        _groups(parts, 1),
        tuple(sorted((one for one in _groups(parts, 2) if one.name), key=lambda one: one.name or "")),
        _top(failing, 0),
        _top(failing, 1),
        own / minutes if minutes else None,
        tuple((name, share / all_) for name, all_, share in by if all_),
    )


def _rows(desk: Desk, asked: Select[Any]) -> list[tuple[Any, ...]]:
    return [tuple(one) for one in desk.read(asked)]


def _parts(desk: Desk, period: Period) -> list[_Part]:
    """The visits by payer, clinician and month at once: how many, how many green, the sums of scores and of money."""
    month = func.substr(cast(visits.c.service_date, String), 1, 7)
    by = (visits.c.payer, visits.c.clinician_id, month)
    green = func.sum(case((visits.c.light == "green", 1), else_=0))
    sums = (func.count(), green, func.sum(visits.c.score), func.sum(visits.c.at_risk_cents))
    rows = _rows(desk, select(*by, *sums).select_from(visits).where(*period.where()).group_by(*by))
    return [(one[:3], (int(one[3]), int(one[4]), int(one[5]), int(one[6]))) for one in rows]


def _groups(parts: Iterable[_Part], by: int) -> tuple[Group, ...]:
    """The groups of one kind out of all parts: those with the most money first."""
    sums: dict[str | None, tuple[int, ...]] = {}
    for names, counts in parts:
        before = sums.get(names[by], (0, 0, 0, 0))
        sums[names[by]] = tuple(map(sum, zip(before, counts, strict=True)))
    found = [Group(name, count, green, score / count, cents) for name, (count, green, score, cents) in sums.items()]
    return tuple(sorted(found, key=lambda one: (-one.at_risk_cents, one.name or "")))


def _whole(groups: Iterable[Group]) -> Group:
    held = tuple(groups)
    count = sum(one.visits for one in held)
    score = sum(one.score * one.visits for one in held) / count if count else 0.0
    return Group(None, count, sum(one.green for one in held), score, sum(one.at_risk_cents for one in held))


def _newest(asked: Select[Any], table: Any, period: Period) -> Select[Any]:
    """The rows of a table that belong to the newest version of a visit of the period."""
    of_visit = (table.c.clinic_id == visits.c.clinic_id) & (table.c.visit_id == visits.c.id)
    joined = table.join(visits, of_visit & (table.c.number == visits.c.newest))
    return asked.select_from(joined).where(*period.where())


def _failing(desk: Desk, period: Period) -> list[tuple[str, str | None, int, int]]:
    """By rule and denial: the visits whose newest version failed, and the money of these findings."""
    cents = func.coalesce(func.sum(findings.c.at_risk_cents), 0)
    asked = select(findings.c.rule, findings.c.carc, func.count(func.distinct(findings.c.visit_id)), cents)
    # Of all visits it is far quicker to leave out the few versions that were corrected than to seek each visit.
    of_period = _newest(asked, findings, period) if period.where() else asked.where(~_corrected())
    rows = _rows(desk, of_period.where(findings.c.outcome == "fail").group_by(findings.c.rule, findings.c.carc))
    return [(one[0], one[1], int(one[2]), int(one[3])) for one in rows]


def _corrected() -> ColumnElement[bool]:
    """Whether a finding belongs to a version that a newer one took the place of."""
    of_visit = (visit_versions.c.clinic_id == visits.c.clinic_id) & (visit_versions.c.visit_id == visits.c.id)
    older = visits.join(visit_versions, of_visit & (visit_versions.c.number < visits.c.newest))
    versions = select(visit_versions.c.visit_id, visit_versions.c.number).select_from(older).where(visits.c.newest > 1)
    return tuple_(findings.c.visit_id, findings.c.number).in_(versions)


def _top(failing: list[tuple[str, str | None, int, int]], by: int) -> tuple[Failing, ...]:
    """The ten names with the most money, then the most visits. A denial's visits are counted once for each rule."""
    sums: dict[str, tuple[int, int]] = {}
    for row in failing:
        name = row[by]
        if isinstance(name, str):
            before = sums.get(name, (0, 0))
            sums[name] = (before[0] + row[2], before[1] + row[3])
    found = [Failing(name, *each) for name, each in sums.items()]
    return tuple(sorted(found, key=lambda one: (-one.at_risk_cents, -one.visits, one.name))[:_MOST])


def _neuromuscular(desk: Desk, period: Period) -> list[tuple[str | None, int, int]]:
    """By clinician: the minutes of all timed lines, and those of 97112 among them."""
    minutes = func.coalesce(visit_lines.c.minutes, 0)
    own = func.sum(case((visit_lines.c.code == NEUROMUSCULAR, minutes), else_=0))
    who = (visits.c.id, visits.c.newest, visits.c.service_date, visits.c.clinician_id)  # as an index holds them
    asked = select(*who, func.sum(minutes).label("minutes"), own.label("own"))
    by_visit = (
        _newest(asked, visit_lines, period).group_by(*who).subquery()
    )  # in the order of the index: nothing is sorted
    sums = select(by_visit.c.clinician_id, func.sum(by_visit.c.minutes), func.sum(by_visit.c.own))
    rows = _rows(desk, sums.group_by(by_visit.c.clinician_id))
    return [(one[0], int(one[1]), int(one[2])) for one in rows]
