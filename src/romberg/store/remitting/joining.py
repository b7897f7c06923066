"""Which kept visit a claim bills: one where patient, day and services agree, and no other does; never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from romberg.claims import InstitutionalClaim, ProfessionalClaim
from romberg.store.workplace import Desk
from romberg.store.workplace import tables as t

Why = Literal["joined", "none", "several", "many_days"]


@dataclass(frozen=True, slots=True)
class Join:
    """The visit of a claim, or why there is none: no visit agrees, several do, or the claim is of several days."""

    why: Why
    visit_id: str | None = None


def visit_of(desk: Desk, claim: ProfessionalClaim | InstitutionalClaim) -> Join:
    """The one kept visit of the claim's patient and day that supports or charges a code of the claim."""
    days = _days(claim)
    if len(days) != 1:
        return Join("many_days")
    people = _patients(desk, claim)
    same_day = t.visits.c.service_date == days.pop()
    found = desk.all(t.visits, same_day, t.visits.c.patient_id.in_(people)) if people else []
    fitting = [one["id"] for one in found if _codes(desk, one) & _billed(claim)]
    if len(fitting) == 1:
        return Join("joined", fitting[0])
    return Join("several" if fitting else "none")


def _days(claim: ProfessionalClaim | InstitutionalClaim) -> set[date]:
    told = {one.service_date for one in claim.lines} - {None}
    if not told and isinstance(claim, InstitutionalClaim) and claim.first_date == claim.last_date:
        told = {claim.first_date} - {None}
    return {one for one in told if one is not None}


def _billed(claim: ProfessionalClaim | InstitutionalClaim) -> set[str]:
    if isinstance(claim, ProfessionalClaim):
        return {one.service.code for one in claim.lines}
    return {one.code for one in claim.lines if one.code}


def _codes(desk: Desk, visit: dict[str, Any]) -> set[str]:
    of_newest = (t.visit_lines.c.visit_id == visit["id"], t.visit_lines.c.number == visit["newest"])
    return {one["code"] for one in desk.all(t.visit_lines, *of_newest)}


def _patients(desk: Desk, claim: ProfessionalClaim | InstitutionalClaim) -> list[str]:
    """The clinic's patients who can be the one of the claim: of its name, and of no other birth date."""
    name, born = claim.treated.name, claim.treated.birth_date
    given = " ".join(one for one in (name.first, name.middle) if one)
    written = {f"{one} {name.last}" for one in (name.first, given)} | {
        f"{name.last}, {one}" for one in (name.first, given)
    }
    indexes = [desk.sealer.index("name", one) for one in written if name.first and name.last]
    rows = desk.all(t.patients, t.patients.c.name_index.in_(indexes)) if indexes else []
    return [one["id"] for one in rows if born is None or one["born"] in (None, born.isoformat())]
