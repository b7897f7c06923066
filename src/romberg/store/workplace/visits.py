"""Visits and their versions: a corrected visit is a new version, and every earlier one stays as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, select

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk, new_id
from romberg.store.workplace.drafts import Draft, Found
from romberg.store.workplace.tables import findings, patients, visit_versions, visits

Outcome = Literal["new", "changed", "unchanged"]
Status = Literal["open", "held", "approved", "rejected", "signed", "sent", "paid", "denied", "closed"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a draft: a new visit, a new version of one, or nothing where it says what is there already."""

    visit_id: str
    number: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Head:
    """A visit as lists show it: plain columns, and the patient's name where one is known."""

    id: str
    newest: int
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
    changed_at: datetime
    patient_id: str | None
    patient_name: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a visit: its words, what was asked, what was found; who made it, when and why."""

    visit_id: str
    number: int
    newest: int
    note: str
    asked: str
    light: str
    score: int
    at_risk_cents: int
    service_date: date | None
    payer: str | None
    program: str
    knowledge: str
    why: str | None
    made_by: str
    made_at: datetime
    status: str
    patient_id: str | None
    findings: tuple[Found, ...]


def identity(desk: Desk, *parts: str | date | None, distinguished: str = "") -> str | None:
    """By what a visit is known when it comes again: patient, day, discipline, clinician; None where one is missing.

    `distinguished` tells two true visits of one day apart ("AM", "PM").
    """
    if any(one is None or one == "" for one in parts):
        return None
    return desk.sealer.index("visit", "\x1f".join([*(str(one) for one in parts), distinguished]))


def keep(desk: Desk, draft: Draft, visit_id: str | None = None, base: int | None = None) -> Kept:
    """Keep a draft: as a new version of a visit that is named or known by its identity, else as a new visit.

    `base` is the version from which somebody worked; raises Unreadable ("overtaken") where a newer one is there, and
    ("no_visit") where the clinic has no such visit.
    """
    if draft.identity is not None:
        desk.turn(f"visit/{draft.identity}")
    row = _row_of(desk, draft, visit_id)
    if row is None:
        return _new(desk, draft)
    if base is not None and base != row["newest"]:
        says = "Somebody else changed this visit while you worked on it; nothing was overwritten. Open it again."
        raise Unreadable("overtaken", says, "version")
    newest = desk.one(visit_versions, visit_id=row["id"], number=row["newest"])
    assert newest is not None
    if newest["note"] == draft.note and newest["asked"] == draft.asked and newest["knowledge"] == draft.knowledge:
        return Kept(row["id"], row["newest"], "unchanged")
    return _changed(desk, draft, row)


def opened(desk: Desk, visit_id: str, number: int | None = None) -> Version | None:
    """A version of a visit, the newest where none is named; None where the clinic has no such visit or version."""
    row = desk.one(visits, id=visit_id)
    kept = row and desk.one(visit_versions, visit_id=visit_id, number=row["newest"] if number is None else number)
    if not row or not kept:
        return None
    trail.note(desk, "read", f"visit/{visit_id}", version=kept["number"])
    said = desk.all(findings, findings.c.visit_id == visit_id, findings.c.number == kept["number"])
    return Version(
        visit_id, kept["number"], row["newest"], kept["note"], kept["asked"], kept["light"], kept["score"],
        kept["at_risk_cents"], kept["service_date"], kept["payer"], kept["program"], kept["knowledge"], kept["why"],
        kept["made_by"], kept["made_at"], row["status"], row["patient_id"], tuple(_finding(one) for one in said),
    )  # fmt: skip


def history(desk: Desk, visit_id: str) -> list[tuple[int, str, datetime, str | None]]:
    """The numbers of a visit's versions, the newest first, with who made each, when and why."""
    told = [visit_versions.c[name] for name in ("number", "made_by", "made_at", "why")]
    asked = select(*told).where(visit_versions.c.visit_id == visit_id).order_by(visit_versions.c.number.desc())
    rows = desk.read(asked)
    if rows:
        trail.note(desk, "read", f"visit/{visit_id}", versions=len(rows))
    return [(row.number, row.made_by, row.made_at, _why(desk, visit_id, row)) for row in rows]


def _why(desk: Desk, visit_id: str, row: Any) -> str | None:
    return desk.opened_value(visit_versions, "why", {"visit_id": visit_id, "number": row.number}, row.why)


def listed(
    desk: Desk, *where: ColumnElement[bool], order_by: Any = None, limit: int = 50, offset: int = 0
) -> list[Head]:
    """Visits that meet conditions on `tables.visits`, with patients' names; the most money first if not told else."""
    order = order_by if order_by is not None else (visits.c.at_risk_cents.desc(), visits.c.deadline, visits.c.id)
    joined = visits.outerjoin(
        patients, (visits.c.clinic_id == patients.c.clinic_id) & (visits.c.patient_id == patients.c.id)
    )
    asked = select(visits, patients.c.name.label("patient_name")).select_from(joined).where(*where)
    rows = desk.read(asked.order_by(*order).limit(limit).offset(offset))
    trail.note(desk, "read", "visits", count=len(rows))
    return [_head(desk, row) for row in rows]


def with_note(desk: Desk, note: str) -> list[str]:
    """The visits of which some version has these very words."""
    asked = select(visit_versions.c.visit_id).distinct().where(visit_versions.c.note_index == _note_index(desk, note))
    return [str(row.visit_id) for row in desk.read(asked)]


# --- writing


def _row_of(desk: Desk, draft: Draft, visit_id: str | None) -> dict[str, Any] | None:
    """The visit that a draft belongs to, held until the desk is closed."""
    if visit_id is not None:
        row = desk.one(visits, lock=True, id=visit_id)
        if row is None:
            raise Unreadable("no_visit", "There is no such visit in this clinic.", "visit")
        return row
    return None if draft.identity is None else desk.one(visits, lock=True, identity=draft.identity)


def _new(desk: Desk, draft: Draft) -> Kept:
    visit_id, now = new_id(), desk.clock()
    desk.insert(
        visits, id=visit_id, identity=draft.identity, newest=1, status="open", assigned_to=None, made_by=desk.actor,
        made_at=now, **_plain(draft, now),
    )  # fmt: skip
    _version(desk, draft, visit_id, 1, now)
    return Kept(visit_id, 1, "new")


def _changed(desk: Desk, draft: Draft, row: dict[str, Any]) -> Kept:
    number, now = row["newest"] + 1, desk.clock()
    plain = _plain(draft, now)
    for name in ("patient_id", "clinician_id"):
        plain[name] = plain[name] or row[name]
    desk.change(visits, {"id": row["id"]}, newest=number, identity=draft.identity or row["identity"], **plain)
    _version(desk, draft, row["id"], number, now)
    return Kept(row["id"], number, "changed")


def _plain(draft: Draft, now: datetime) -> dict[str, Any]:
    return {
        "patient_id": draft.patient_id, "clinician_id": draft.clinician_id, "service_date": draft.service_date,
        "payer": draft.payer, "discipline": draft.discipline, "light": draft.light, "score": draft.score,
        "at_risk_cents": draft.at_risk_cents, "deadline": draft.deadline, "changed_at": now,
    }  # fmt: skip


def _version(desk: Desk, draft: Draft, visit_id: str, number: int, now: datetime) -> None:
    desk.insert(
        visit_versions, visit_id=visit_id, number=number, note=draft.note, note_index=_note_index(desk, draft.note),
        asked=draft.asked, service_date=draft.service_date, payer=draft.payer, light=draft.light, score=draft.score,
        at_risk_cents=draft.at_risk_cents, program=draft.program, knowledge=draft.knowledge, why=draft.why,
        made_by=desk.actor, made_at=now,
    )  # fmt: skip
    rows = [_finding_row(visit_id, number, at, one) for at, one in enumerate(draft.findings)]
    desk.insert_all(findings, rows)
    trail.note(desk, "write", f"visit/{visit_id}", version=number, light=draft.light)


def _note_index(desk: Desk, note: str) -> str:
    return desk.sealer.digest("note", note)


def _finding_row(visit_id: str, number: int, at: int, one: Found) -> dict[str, Any]:
    return {
        "visit_id": visit_id, "number": number, "at": at, "rule": one.rule, "severity": one.severity,
        "outcome": one.outcome, "code": one.code, "carc": one.carc, "at_risk_cents": one.at_risk_cents,
        "says": one.says,
    }  # fmt: skip


def _finding(row: dict[str, Any]) -> Found:
    return Found(
        row["rule"], row["severity"], row["outcome"], row["code"], row["carc"], row["at_risk_cents"], row["says"]
    )


def _head(desk: Desk, row: Any) -> Head:
    name = None
    if row.patient_id is not None:
        name = desk.opened_value(patients, "name", {"id": row.patient_id}, row.patient_name)
    return Head(
        row.id, row.newest, row.service_date, row.payer, row.discipline, row.light, row.score, row.at_risk_cents,
        row.deadline, row.status, row.clinician_id, row.assigned_to, row.changed_at, row.patient_id, name,
    )  # fmt: skip
