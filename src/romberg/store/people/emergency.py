"""A record opened in an emergency by who has no right to it: with a reason, one patient, four hours, and told at once.

45 CFR 164.312(a)(2)(ii), the emergency access procedure. Each opening and each look under it is an entry of its own
kind on the trail, and stands before who reviews until an administrator of the clinic has acknowledged it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import patients, trail
from romberg.store.workplace.desk import Desk, new_id
from romberg.store.workplace.patients import Patient
from romberg.store.workplace.sign_in_tables import IN_EMERGENCY, emergencies, proofs
from romberg.store.workplace.tables import patients as patient_rows
from romberg.store.workplace.tables import trail as trail_rows
from romberg.store.workplace.workplace import Workplace

LASTS: Final = timedelta(hours=4)
LEAST_REASON: Final = 12  # signs; "x" is no reason that anybody could review
LONGEST_REASON: Final = 2_000
_LISTED: Final = 200
_UNFOUND: Final = {
    0: "No patient here has just this name or record number. Write the whole name, or the whole number.",
    2: "Several patients here have this name; write the record number.",
}


@dataclass(frozen=True, slots=True)
class Emergency:
    """One opening: who, whose record, why, from when to when (UTC), and who acknowledged it. `over`: it opens no more.

    `looks` are the visits and episodes that were opened under it, as the trail names them; only a review tells them.
    """

    id: str
    person_id: str
    patient_id: str
    patient: str
    reason: str
    began: datetime
    ends_at: datetime
    over: bool
    seen_by: str | None
    seen_at: datetime | None
    looks: tuple[str, ...] = ()


def open_record(workplace: Workplace, clinic: str, person: str, words: str, reason: str) -> str:
    """Open the record of the patient of a whole name or record number; the patient's identifier.

    Where it stands open already it stays as it is. Raises Unreadable without a reason, and where the words name no
    patient or several; such a try stands on the trail too.
    """
    why = " ".join(reason.split())[:LONGEST_REASON]
    if len(why) < LEAST_REASON:
        raise Unreadable("reason", "Say in a few words what the emergency is; the reason is reviewed.", "reason")
    with workplace.desk(clinic, person) as desk:
        desk.turn(f"emergency/{person}")
        found = patients.sought(desk, words.strip()) if words.strip() else []
        if len(found) != 1:
            trail.note(desk, "break_glass", "patients", change="not-found", count=len(found))
        elif in_force(desk, person, found[0].id) is None:
            _open(desk, person, found[0], why)
    if len(found) != 1:
        raise Unreadable("not_there", _UNFOUND[min(len(found), 2)], "words")
    return found[0].id


def _open(desk: Desk, person: str, patient: Patient, why: str) -> None:
    made, epoch = new_id(), _epoch(desk, person)
    if epoch is None:
        raise Unreadable("person", "Only somebody who signs in opens a record in an emergency.", "person")
    desk.insert(
        emergencies, id=made, person_id=person, patient_id=patient.id, reason=why, epoch=epoch,
        ends_at=desk.clock() + LASTS, ended_at=None, seen_by=None, seen_at=None, **desk.made(),
    )  # fmt: skip
    trail.note(desk, "break_glass", f"patient/{patient.id}", change="opened", emergency=made)


def _epoch(desk: Desk, person: str) -> int | None:
    held = desk.one(proofs, person_id=person)
    return None if held is None else int(held["epoch"])


def in_force(desk: Desk, person: str, patient: str) -> Emergency | None:
    """The opening by which this person may read this patient's record now; None where there is none.

    It is over with its hours, when the person closes it, and when their password, role or state changes.
    """
    asked = (emergencies.c.person_id == person, emergencies.c.patient_id == patient, emergencies.c.ended_at.is_(None))
    rows = desk.all(emergencies, *asked, emergencies.c.ends_at > desk.clock())
    epoch = _epoch(desk, person) if rows else None
    return next((_emergency(desk, one, epoch, "") for one in rows if one["epoch"] == epoch), None)


def looked(desk: Desk, under: Emergency, subject: str) -> None:
    """Put a look under an opening on the trail: `subject` is visit/ID or patient/ID."""
    trail.note(desk, "break_glass", subject, change="looked", emergency=under.id)


def mine(desk: Desk, person: str) -> list[Emergency]:
    """The openings of one person that are in force, with the patients' names."""
    rows = desk.all(emergencies, emergencies.c.person_id == person, emergencies.c.ends_at > desk.clock())
    found = _named(desk, rows)
    trail.note(desk, "read", "emergencies", count=len(found))
    return [one for one in found if not one.over]


def close(desk: Desk, person: str, emergency: str) -> bool:
    """The person ends an opening of theirs; false where there is none such, or it is closed."""
    row = desk.one(emergencies, lock=True, id=emergency)
    if row is None or row["person_id"] != person or row["ended_at"] is not None:
        return False
    desk.change(emergencies, {"id": emergency}, ended_at=desk.clock())
    trail.note(desk, "break_glass", f"patient/{row['patient_id']}", change="closed", emergency=emergency)
    return True


def waiting(desk: Desk) -> int:
    """How many openings of the clinic nobody acknowledged yet."""
    return desk.count(emergencies, emergencies.c.seen_at.is_(None))


def listed(desk: Desk) -> list[Emergency]:
    """The clinic's openings with what was looked at: those that nobody acknowledged, then the latest others."""
    latest = (emergencies.c.made_at.desc(), emergencies.c.id)
    fresh = desk.all(emergencies, emergencies.c.seen_at.is_(None), order_by=latest)
    seen = desk.all(emergencies, emergencies.c.seen_at.is_not(None), order_by=latest, limit=_LISTED)
    trail.note(desk, "read", "emergencies", count=len(fresh) + len(seen))
    return _named(desk, fresh + seen, _looks(desk, {one["person_id"] for one in fresh + seen}))


def _looks(desk: Desk, people: set[str]) -> dict[str, tuple[str, ...]]:
    """What was opened under each opening, in the order of the first looks."""
    found: dict[str, dict[str, None]] = {}
    for entry in desk.all(trail_rows, IN_EMERGENCY, trail_rows.c.actor.in_(people)) if people else ():
        told = trail.read_detail(entry["detail"])
        if told.get("change") == "looked":
            found.setdefault(str(told["emergency"]), {})[entry["subject"]] = None
    return {name: tuple(subjects) for name, subjects in found.items()}


def acknowledge(desk: Desk, emergency: str) -> None:
    """An administrator looked at an opening. Raises Unreadable where there is none such, or it is their own."""
    row = desk.one(emergencies, lock=True, id=emergency)
    if row is None:
        raise Unreadable("not_there", "There is no such opening.", "emergency")
    if row["person_id"] == desk.actor:
        says = "You opened this record yourself; somebody else acknowledges that."
        raise Unreadable("own", says, "emergency")
    if row["seen_at"] is None:
        desk.change(emergencies, {"id": emergency}, seen_by=desk.actor, seen_at=desk.clock())
        trail.note(desk, "break_glass", f"patient/{row['patient_id']}", change="acknowledged", emergency=emergency)


def _named(desk: Desk, rows: list[dict[str, Any]], looks: dict[str, tuple[str, ...]] | None = None) -> list[Emergency]:
    asked = patient_rows.c.id.in_({one["patient_id"] for one in rows})
    names = {one["id"]: one["name"] for one in desk.all(patient_rows, asked)} if rows else {}
    epochs = {one: _epoch(desk, one) for one in {row["person_id"] for row in rows}}
    told = looks or {}
    return [
        _emergency(desk, one, epochs[one["person_id"]], names[one["patient_id"]], told.get(one["id"], ()))
        for one in rows
    ]


def _emergency(
    desk: Desk, row: dict[str, Any], epoch: int | None, patient: str, looks: tuple[str, ...] = ()
) -> Emergency:
    over = row["ended_at"] is not None or row["epoch"] != epoch or row["ends_at"] <= desk.clock()
    ends = row["ended_at"] or row["ends_at"]
    return Emergency(
        row["id"], row["person_id"], row["patient_id"], patient, row["reason"], row["made_at"], ends, over,
        row["seen_by"], row["seen_at"], looks,
    )  # fmt: skip
