"""Which kept visit a claim bills: one where patient, day and services agree, and no other does; never a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from romberg.store.workplace import Desk
from romberg.store.workplace import tables as t

Why = Literal["joined", "none", "several", "many_days"]
Plain = Mapping[str, Any]  # a claim as it is kept (see `formats.billing.plain`)


@dataclass(frozen=True, slots=True)
class Join:
    """The visit of a claim, or why there is none: no visit agrees, several do, or the claim is of several days."""

    why: Why
    visit_id: str | None = None


def visit_of(desk: Desk, claim: Plain) -> Join:
    """The one kept visit of the claim's patient and day that supports a code of the claim."""
    days = _days(claim)
    if len(days) != 1:
        return Join("many_days")
    people, codes = _patients(desk, claim), _billed(claim)
    same_day = t.visits.c.service_date == date.fromisoformat(days.pop())
    found = desk.all(t.visits, same_day, t.visits.c.patient_id.in_(people)) if people else []
    fitting = [one["id"] for one in found if _codes(desk, one) & codes]
    if len(fitting) == 1:
        return Join("joined", fitting[0])
    return Join("several" if fitting else "none")


def _days(claim: Plain) -> set[str]:
    told = {one.get("service_date") for one in claim["lines"]} - {None}
    if not told and claim.get("first_date") == claim.get("last_date"):
        told = {claim.get("first_date")} - {None}
    return {str(one) for one in told}


def _billed(claim: Plain) -> set[str]:
    """The codes of a claim's lines; those of a professional one stand in the line's service."""
    codes = (one.get("service", one).get("code") for one in claim["lines"])
    return {str(one) for one in codes if one}


def _codes(desk: Desk, visit: dict[str, Any]) -> set[str]:
    of_newest = (t.visit_lines.c.visit_id == visit["id"], t.visit_lines.c.number == visit["newest"])
    return {one["code"] for one in desk.all(t.visit_lines, *of_newest)}


def _patients(desk: Desk, claim: Plain) -> list[str]:
    """The clinic's patients who can be the one of the claim: of its name, and of no other birth date."""
    treated = claim.get("patient") or claim["subscriber"]["person"]
    name, born = treated["name"], treated.get("birth_date")
    first, last = name.get("first"), name.get("last")
    if not first or not last:
        return []
    given = {first, " ".join(one for one in (first, name.get("middle")) if one)}
    written = {way for one in given for way in (f"{one} {last}", f"{last}, {one}")}
    indexes = [desk.sealer.index("name", one) for one in written]
    rows = desk.all(t.patients, t.patients.c.name_index.in_(indexes))
    return [one["id"] for one in rows if born is None or one["born"] in (None, born)]
