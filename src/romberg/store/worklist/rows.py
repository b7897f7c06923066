"""One page of the queue, a few statements for all its rows together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, union_all

from romberg.store.worklist.asked import PAGE, Asked
from romberg.store.workplace import Desk, trail
from romberg.store.workplace.tables import findings, overrides, patients, visits

_NEAR = 512  # so many visits from the top are found status by status
_FEW = 12_000  # of some days, so many are sorted in less time than others are passed over


@dataclass(frozen=True, slots=True)
class Row:
    """One visit of the queue. `says` is its gravest finding, with its rule and the denial (CARC) that it would draw."""

    id: str
    newest: int
    patient_id: str | None
    patient: str | None
    service_date: date | None
    payer: str | None
    discipline: str | None
    light: str
    score: int
    at_risk_cents: int
    deadline: date | None
    status: str
    clinician_id: str | None
    assigned_to: str | None
    failed: int = 0
    says: str | None = None
    rule: str | None = None
    carc: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, how many visits there are in all, and what hangs on them; whether more rows follow."""

    rows: tuple[Row, ...]
    count: int
    at_risk_cents: int
    number: int
    more: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.count // PAGE))


def queue(desk: Desk, asked: Asked) -> Page:
    """A page of the queue as asked; one beyond the last is the last. That it was read goes on the trail."""
    where = asked.where()
    count, cents = _sums(desk, where)
    if few := _few_days(desk, asked):
        where = [*where, *asked.days()]
    number = max(1, min(asked.page, -(-count // PAGE)))
    ids = _behind(desk, asked, where) if asked.after else _page(desk, asked, where, (number - 1) * PAGE, (count, few))
    heads = _heads(desk, ids[:PAGE])  # an index alone answers which; rows are read for these
    names = _names(desk, [one["patient_id"] for one in heads if one["patient_id"]])
    gravest = _gravest(desk, {one["id"]: one["newest"] for one in heads})
    rows = tuple(_row(one, names, gravest) for one in heads)
    trail.note(desk, "read", "queue", rows=len(rows), sort=asked.sort, page=number, searched=asked.patients is not None)
    return Page(rows, count, cents, number, len(ids) > PAGE)


def _behind(desk: Desk, asked: Asked, where: Sequence[Any]) -> list[str]:
    """The visits behind a place in the order, one more than a page has."""
    assert asked.after is not None
    behind = select(visits.c.id).where(*where, asked.after.behind(asked.sort)).order_by(*asked.order())
    return [one.id for one in desk.read(behind.limit(PAGE + 1))]


def _few_days(desk: Desk, asked: Asked) -> bool:
    """Whether days are asked for in which there are few visits: these are found by their days, and sorted."""
    if not asked.days():
        return False
    found = select(func.count()).select_from(visits).where(*asked.days())
    return int(desk.read(found)[0][0]) < _FEW


def _page(desk: Desk, asked: Asked, where: Sequence[Any], offset: int, told: tuple[int, bool]) -> list[str]:
    """The visits from some place on, one more than a page has: from the nearer end, and near the top by statuses.

    `told`: how many visits there are in all, and whether they are few by their days.
    """
    count, few = told
    if offset + PAGE < _NEAR and not few:
        return [one.id for one in desk.read(_merged(asked, where).limit(PAGE + 1).offset(offset))]
    last = min(offset + PAGE + 1, count)
    from_end = offset > count // 2
    first, size = (count - last, last - offset) if from_end else (offset, PAGE + 1)
    wanted = select(visits.c.id).where(*where).order_by(*asked.order(backwards=from_end)).limit(size).offset(first)
    ids = [one.id for one in desk.read(wanted)]
    return ids[::-1] if from_end else ids


def _merged(asked: Asked, where: Sequence[Any]) -> Select[Any]:
    """The first visits of each status, merged: an index holds them in order status by status, so that few are read."""
    keys = (visits.c.id, visits.c.at_risk_cents, visits.c.deadline, visits.c.score)
    of_each = [
        select(*keys).where(*where, visits.c.status == one).order_by(*asked.order()).limit(_NEAR).subquery()
        for one in asked.statuses()
    ]
    merged = union_all(*(select(one) for one in of_each)).subquery()
    return select(merged.c.id).order_by(*asked.order(merged.c))


def open_blocks(desk: Desk, visit_id: str, number: int) -> list[str]:
    """The rules that block a version of a visit and that nobody overrode with a reason, each once."""
    blocking = (findings.c.outcome == "fail") & (findings.c.severity == "blocks")
    of_version = (findings.c.visit_id == visit_id) & (findings.c.number == number)
    failed = desk.read(select(findings.c.rule, findings.c.code).where(of_version, blocking).order_by(findings.c.at))
    overridden = (overrides.c.visit_id == visit_id) & (overrides.c.number == number)
    over = {(one.rule, one.code) for one in desk.read(select(overrides.c.rule, overrides.c.code).where(overridden))}
    left = [one.rule for one in failed if (one.rule, one.code) not in over and (one.rule, None) not in over]
    return list(dict.fromkeys(left))


def _heads(desk: Desk, ids: Sequence[str]) -> list[Any]:
    rows = desk.read(select(visits).where(visits.c.id.in_(ids))) if ids else []
    found = {one.id: one._mapping for one in rows}
    return [found[each] for each in ids]


def _sums(desk: Desk, where: Sequence[Any]) -> tuple[int, int]:
    sums = select(func.count(), func.coalesce(func.sum(visits.c.at_risk_cents), 0)).select_from(visits)
    found = tuple(desk.read(sums.where(*where))[0])
    return int(found[0]), int(found[1])


def _names(desk: Desk, ids: Sequence[str]) -> dict[str, str]:
    rows = desk.read(select(patients.c.id, patients.c.name).where(patients.c.id.in_(set(ids)))) if ids else []
    return {one.id: desk.opened_value(patients, "name", {"id": one.id}, one.name) or "" for one in rows}


def _gravest(desk: Desk, newest: dict[str, int]) -> dict[str, tuple[int, Any]]:
    """How many findings failed on each visit's newest version, and the first of them: the rooms above sort by grief."""
    columns = [findings.c[name] for name in ("visit_id", "number", "at", "rule", "carc", "says")]
    failed = (findings.c.visit_id.in_(newest), findings.c.outcome == "fail")
    asked = select(*columns).where(*failed).order_by(findings.c.visit_id, findings.c.at)
    found: dict[str, tuple[int, Any]] = {}
    for one in desk.read(asked) if newest else []:
        if one.number == newest[one.visit_id]:
            before = found.get(one.visit_id)
            found[one.visit_id] = (1, one) if before is None else (before[0] + 1, before[1])
    return {visit: (count, _opened(desk, one)) for visit, (count, one) in found.items()}


def _opened(desk: Desk, one: Any) -> dict[str, Any]:
    key = {"visit_id": one.visit_id, "number": one.number, "at": one.at}
    return {"rule": one.rule, "carc": one.carc, "says": desk.opened_value(findings, "says", key, one.says)}


def _row(head: Any, names: dict[str, str], gravest: dict[str, tuple[int, Any]]) -> Row:
    same = {name: head[name] for name in Row.__slots__ if name in head}
    failed, first = gravest.get(head["id"], (0, {}))
    return Row(**same, patient=names.get(head["patient_id"]), failed=failed, **first)
