"""The kept visits that a rule touches: how many it fails and of how many the record does not say, month by month.

Only the newest version of a visit counts; what somebody overrode with a reason is counted apart, and so are claims that
went out for visits that the rule fails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select

from romberg.store.worklist import OUTCOMES
from romberg.store.workplace import Desk
from romberg.store.workplace.tables import claims, findings, overrides, visits


@dataclass(frozen=True, slots=True)
class Month:
    """One month (YYYY-MM, None where visits have no day): visits that the rule fails, and those that do not say."""

    month: str | None
    fail: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Touched:
    """What a rule touches: visits by outcome, the failed ones that somebody overrode, claims made of failed ones.

    A visit may be in both outcomes, by different lines of its claim. Months in their order, those without a day last.
    """

    fail: int
    unknown: int
    overridden: int
    claims: int
    months: tuple[Month, ...]


def touched(desk: Desk, rule: str, clinician: str | None = None) -> Touched:
    """What a rule touches among the clinic's visits, or among one clinician's."""
    where = [] if clinician is None else [visits.c.clinician_id == clinician]
    counts = _by_month(desk, rule, where)
    sums = {one: sum(counts[one].values()) for one in OUTCOMES}
    names = sorted({month for one in OUTCOMES for month in counts[one]}, key=lambda month: (month is None, month))
    months = tuple(Month(month, counts["fail"][month], counts["unknown"][month]) for month in names)
    over, made = _overridden(desk, rule, where), _claims(desk, rule, where)
    return Touched(sums["fail"], sums["unknown"], over, made, months)


def _by_month(desk: Desk, rule: str, where: Iterable[ColumnElement[bool]]) -> dict[str, dict[str | None, int]]:
    month = func.substr(cast(visits.c.service_date, String), 1, 7)
    asked = select(findings.c.outcome, month, func.count(func.distinct(findings.c.visit_id)))
    of_rule = (findings.c.rule == rule, findings.c.outcome.in_(OUTCOMES))
    rows = desk.read(asked.select_from(_newest(findings)).where(*of_rule, *where).group_by(findings.c.outcome, month))
    found: dict[str, dict[str | None, int]] = {one: defaultdict(int) for one in OUTCOMES}
    for outcome, name, count in rows:
        found[outcome][name] = int(count)
    return found


def _newest(table: Any) -> Any:
    """Rows of a table with the visit to whose newest version they belong."""
    of_visit = (table.c.clinic_id == visits.c.clinic_id) & (table.c.visit_id == visits.c.id)
    return table.join(visits, of_visit & (table.c.number == visits.c.newest))


def _overridden(desk: Desk, rule: str, where: Iterable[ColumnElement[bool]]) -> int:
    asked = select(func.count(func.distinct(overrides.c.visit_id))).select_from(_newest(overrides))
    return int(desk.read(asked.where(overrides.c.rule == rule, *where))[0][0])


def _claims(desk: Desk, rule: str, where: Iterable[ColumnElement[bool]]) -> int:
    """Claims of visits whose newest version the rule fails."""
    same = (claims.c.clinic_id == visits.c.clinic_id) & (claims.c.visit_id == visits.c.id)
    failed = (findings.c.rule == rule, findings.c.outcome == "fail", *where)
    asked = select(func.count(func.distinct(claims.c.id))).select_from(_newest(findings).join(claims, same))
    return int(desk.read(asked.where(*failed))[0][0])
