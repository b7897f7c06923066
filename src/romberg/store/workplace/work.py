"""The work on a visit: who has it, where it stands, what people remarked, and why a finding was overridden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk, new_id
from romberg.store.workplace.tables import overrides, people, remarks, steps, visits
from romberg.store.workplace.visits import Status

_RULE = re.compile(r"[a-z0-9_]{1,40}/[a-z0-9_]{1,60}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Said:
    """A remark, a step or an override: what, in whose words, by whom and when."""

    kind: str  # "remark", "step" or "override"
    what: str  # the new status, or the rule that was overridden
    words: str | None
    made_by: str
    made_at: datetime


def move(desk: Desk, visit_id: str, status: Status, reason: str | None = None, was: str | None = None) -> None:
    """Bring a visit to another status; the earlier ones stay on record.

    `was` is the status that the person saw; raises Unreadable ("overtaken") where it is another one by now.
    """
    row = _held(desk, visit_id)
    if was is not None and row["status"] != was:
        says = f"Somebody else brought this visit to {row['status']!r} meanwhile; nothing was changed. Look again."
        raise Unreadable("overtaken", says, "status")
    desk.change(visits, {"id": visit_id}, status=status, changed_at=desk.clock())
    _step(desk, visit_id, status, row["assigned_to"], reason)
    trail.note(desk, "write", f"visit/{visit_id}", status=status)


def assign(desk: Desk, visit_id: str, person: str | None) -> None:
    """Give a visit to a person, or to nobody; raises Unreadable where the clinic has no such person."""
    row = _held(desk, visit_id)
    if person is not None and desk.one(people, id=person) is None:
        raise Unreadable("no_person", "There is no such person in this clinic.", "person")
    desk.change(visits, {"id": visit_id}, assigned_to=person, changed_at=desk.clock())
    _step(desk, visit_id, row["status"], person, None)
    trail.note(desk, "write", f"visit/{visit_id}", assigned_to=person or "nobody")


def remark(desk: Desk, visit_id: str, words: str) -> str:
    """Put a remark on a visit, by its identifier; remarks stay as they were written."""
    _held(desk, visit_id)
    made = new_id()
    desk.insert(remarks, id=made, visit_id=visit_id, words=words, **desk.made())
    trail.note(desk, "write", f"visit/{visit_id}", remark=made)
    return made


def override(desk: Desk, visit_id: str, number: int, rule: str, reason: str, code: str | None = None) -> str:
    """Record why a finding of a version is overridden; raises Unreadable without a reason."""
    if not reason.strip():
        raise Unreadable("reason", "Give the reason for which the finding is overridden.", "reason")
    if not _RULE.fullmatch(rule):
        raise Unreadable("no_rule", "This is no rule's name; one reads units/exceed_minutes.", "rule")
    row = _held(desk, visit_id)
    if not 0 < number <= row["newest"]:
        raise Unreadable("no_version", f"This visit has {row['newest']} versions.", "version")
    made = new_id()
    desk.insert(
        overrides, id=made, visit_id=visit_id, number=number, rule=rule, code=code, reason=reason, **desk.made()
    )
    trail.note(desk, "override", f"visit/{visit_id}", rule=rule, version=number)
    return made


def told(desk: Desk, visit_id: str) -> list[Said]:
    """All that people did and said about a visit, the oldest first."""
    found = [
        *(_said("remark", "", row, "words") for row in desk.all(remarks, remarks.c.visit_id == visit_id)),
        *(_said("step", row["status"], row, "reason") for row in desk.all(steps, steps.c.visit_id == visit_id)),
        *(
            _said("override", row["rule"], row, "reason")
            for row in desk.all(overrides, overrides.c.visit_id == visit_id)
        ),
    ]
    trail.note(desk, "read", f"visit/{visit_id}", remarks=len(found))
    return sorted(found, key=lambda one: one.made_at)


def _said(kind: str, what: str, row: dict[str, Any], words: str) -> Said:
    return Said(kind, what, row[words], row["made_by"], row["made_at"])


def _held(desk: Desk, visit_id: str) -> dict[str, Any]:
    row = desk.one(visits, lock=True, id=visit_id)
    if row is None:
        raise Unreadable("no_visit", "There is no such visit in this clinic.", "visit")
    return row


def _step(desk: Desk, visit_id: str, status: str, person: str | None, reason: str | None) -> None:
    desk.insert(steps, id=new_id(), visit_id=visit_id, status=status, assigned_to=person, reason=reason, **desk.made())
