"""Clinics: each sees its own rows alone."""

from __future__ import annotations

from sqlalchemy import func, select

from romberg.store.workplace import trail
from romberg.store.workplace.desk import new_id
from romberg.store.workplace.tables import SYSTEM, clinics
from romberg.store.workplace.workplace import Workplace


def found(workplace: Workplace, name: str, actor: str, clinic: str | None = None) -> str:
    """A new clinic with its own trail, by its identifier; one that is there already stays as it is."""
    clinic = clinic or new_id()
    with workplace.whole(clinic, actor) as desk:
        desk.turn("founding")
        if desk.one(clinics) is None:
            desk.insert(clinics, name=name, **desk.made())
            trail.begin(desk)
            trail.note(desk, "write", f"clinic/{clinic}")
    return clinic


def name_of(workplace: Workplace, clinic: str) -> str:
    """The name of a clinic; empty where there is none of that identifier."""
    with workplace.overview() as desk:
        asked = select(clinics.c.name).where(clinics.c.clinic_id == clinic)
        return str(desk.connection.execute(asked).scalar() or "")


def several(workplace: Workplace) -> bool:
    """Whether more than one clinic works here; no name of any is looked at."""
    with workplace.overview() as desk:
        asked = select(func.count()).select_from(clinics).where(clinics.c.clinic_id != SYSTEM)
        return int(desk.connection.execute(asked).scalar_one()) > 1


def listed(workplace: Workplace) -> dict[str, str]:
    """The names of all clinics by their identifiers, for the database's owner."""
    with workplace.whole() as desk:
        asked = select(clinics.c.clinic_id, clinics.c.name).where(clinics.c.clinic_id != SYSTEM)
        return {one.clinic_id: one.name for one in desk.connection.execute(asked.order_by(clinics.c.name))}
