"""At whose desk a page works: the clinic and the person of a request, and whose visits that person may see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi import HTTPException, Request

from romberg.store.people import emergency
from romberg.store.people.emergency import Emergency
from romberg.store.workplace import Desk, Workplace, clinics, people
from romberg.store.workplace.tables import visits
from romberg.web.permissions import Permission

CLINIC: Final = "local"  # of the one person on this machine, who does not sign in
PERSON: Final = "local"
_NOT_KEPT = "Nothing is kept in this run of Romberg, so there is no such page; `romberg serve` opens one that keeps."


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks: clinic, person and what they may do."""

    clinic: str
    person: str
    permissions: frozenset[Permission]

    @property
    def only_own(self) -> str | None:
        """The clinician whose visits alone this person may see; None where it is every visit of the clinic."""
        return None if Permission.SEE_VISITS in self.permissions else self.person

    def reading(self) -> Who:
        """The same person, where they may read and do nothing else."""
        return replace(self, permissions=self.permissions & {Permission.CHECK_VISITS})

    def may(self, permission: Permission) -> bool:
        """Whether the person may do something."""
        return permission in self.permissions


def who(request: Request) -> Who:
    """Who asks, as the guard found."""
    state = request.state
    return Who(state.clinic, state.person, state.permissions)


def workplace_of(request: Request) -> Workplace:
    """The store of this run; raises HTTPException where there is none."""
    found: Workplace | None = getattr(request.app.state, "workplace", None)
    if found is None:
        raise HTTPException(404, _NOT_KEPT)
    return found


@contextmanager
def at_desk(request: Request) -> Iterator[Desk]:
    """The desk of the person who asks; what is done at it counts together."""
    asking = who(request)
    with workplace_of(request).desk(asking.clinic, asking.person) as desk:
        yield desk


@contextmanager
def at_glance(request: Request) -> Iterator[Desk]:
    """A desk for counts and sums in which no patient is named."""
    asking = who(request)
    with workplace_of(request).glance(asking.clinic, asking.person) as desk:
        yield desk


def visit_row(desk: Desk, asking: Who, visit: str) -> dict[str, Any]:
    """The row of a visit that this person may see; raises 404 for any other, as if there were none.

    Every page and every route of the interface that names a visit asks here.
    """
    row = desk.one(visits, id=visit)
    if row is None or asking.only_own not in (None, row["clinician_id"]):
        raise HTTPException(404)
    return row


def visit_to_read(desk: Desk, asking: Who, visit: str) -> tuple[dict[str, Any], Emergency | None]:
    """The row of a visit that this person may read: theirs, or one of a record that they opened in an emergency.

    The emergency is given where it alone opens the visit, and that look stands on the trail; nothing may be changed.
    """
    row = desk.one(visits, id=visit)
    if row is not None and asking.only_own not in (None, row["clinician_id"]) and row["patient_id"]:
        under = to_read(desk, asking, row["patient_id"], f"visit/{visit}")
        if under is not None:
            return row, under
    return visit_row(desk, asking, visit), None


def to_read(desk: Desk, asking: Who, patient: str, subject: str) -> Emergency | None:
    """The emergency in which this person opened a patient's record, for a look that is not theirs otherwise."""
    if asking.only_own is None or not asking.may(Permission.BREAK_GLASS):
        return None
    under = emergency.in_force(desk, asking.person, patient)
    if under is not None:
        emergency.looked(desk, under, subject)
    return under


def ready_for_one(workplace: Workplace) -> None:
    """The clinic and the person of a run without sign-in, made where they are not there yet."""
    clinics.found(workplace, "This machine", PERSON, CLINIC)
    with workplace.desk(CLINIC, PERSON) as desk:
        desk.turn("ready")
        if people.opened(desk, PERSON) is None:
            people.add(desk, "You", "clinic_admin", id=PERSON)
