"""People of a clinic: those who work here, and clinicians whom notes name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk, new_id
from romberg.store.workplace.tables import people

Role = Literal["therapist", "assistant", "biller", "auditor", "clinic_admin", "system_admin"]
State = Literal["active", "disabled", "named"]  # named: in a note, without a way to sign in


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a clinic; `email`, `npi` and `credential` are None where nobody gave them."""

    id: str
    name: str
    role: str
    state: str
    email: str | None = None
    npi: str | None = None
    credential: str | None = None


def add(desk: Desk, name: str, role: Role, state: State = "active", email: str | None = None, **more: Any) -> Person:
    """A new person; `more` may give `npi` and `credential`, and an `id` of your own."""
    person = Person(more.pop("id", None) or new_id(), name, role, state, email, **more)
    desk.insert(
        people, id=person.id, name=name, name_index=desk.sealer.index("name", name), email=email,
        email_index=None if email is None else desk.sealer.index("email", email), role=role, state=state,
        npi=person.npi, credential=person.credential, **desk.made(),
    )  # fmt: skip
    trail.note(desk, "people_change", f"person/{person.id}", role=role, state=state)
    return person


def change(desk: Desk, person: str, role: Role | None = None, state: State | None = None) -> bool:
    """Another role or state for a person; false where there is no such person in the clinic."""
    values = {name: one for name, one in (("role", role), ("state", state)) if one is not None}
    if not values or not desk.change(people, {"id": person}, **values):
        return False
    trail.note(desk, "people_change", f"person/{person}", **values)
    return True


def opened(desk: Desk, person: str) -> Person | None:
    """A person by identifier; None where the clinic has no such person."""
    row = desk.one(people, id=person)
    return None if row is None else _person(row)


def listed(desk: Desk) -> list[Person]:
    """Everybody of the clinic, by name."""
    return sorted((_person(row) for row in desk.all(people)), key=lambda one: (one.name.casefold(), one.id))


def named(desk: Desk, name: str, role: Role, credential: str | None = None, npi: str | None = None) -> Person:
    """The clinician whom a note names: known by NPI or by name, else listed now, without a way to sign in."""
    index = desk.sealer.index("name", name)
    desk.turn(f"named/{index}")
    by_npi = desk.all(people, people.c.npi == npi, limit=1) if npi else []
    known = by_npi or desk.all(people, people.c.name_index == index, order_by=(people.c.made_at, people.c.id), limit=1)
    return _person(known[0]) if known else add(desk, name, role, "named", npi=npi, credential=credential)


def with_email(desk: Desk, email: str) -> list[tuple[str, Person]]:
    """Who has an e-mail address, with their clinics; for the owner's desk (`whole`), at which somebody signs in."""
    asked = select(people).where(people.c.email_index == desk.sealer.index("email", email))
    found = []
    for row in desk.connection.execute(asked.order_by(people.c.clinic_id)).mappings():
        inside = Desk(desk.connection, row["clinic_id"], desk.actor, desk.keyring, desk.clock)
        found.append((str(row["clinic_id"]), _person(inside.opened(people, row))))
    return found


def _person(row: dict[str, Any]) -> Person:
    return Person(row["id"], row["name"], row["role"], row["state"], row["email"], row["npi"], row["credential"])
