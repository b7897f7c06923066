"""The people of a clinic: who they are, what they may do, and what ends their sessions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Final

from romberg.formats.unreadable import Unreadable
from romberg.store.people import passwords, second_factor
from romberg.store.people.roles import Role, may_make
from romberg.store.workplace import people as staff
from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk
from romberg.store.workplace.sign_in_tables import passkeys, proofs
from romberg.store.workplace.tables import people
from romberg.store.workplace.workplace import Workplace

ACTIVE, DISABLED = "active", "disabled"
_FIRST_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a clinic. `second` tells whether their second factor is set up."""

    clinic: str
    id: str
    name: str
    email: str
    role: Role
    state: str
    second: bool
    must_change: bool
    epoch: int


def members(desk: Desk) -> list[Member]:
    """Everybody of the desk's clinic, by name."""
    held = {one["person_id"]: one for one in desk.all(proofs)}
    found = [_member(desk.clinic, one, held[one["id"]]) for one in desk.all(people) if one["id"] in held]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def member(desk: Desk, person: str) -> Member | None:
    """One person of the desk's clinic; None where there is none of that name."""
    row, held = desk.one(people, id=person), desk.one(proofs, person_id=person)
    return None if row is None or held is None else _member(desk.clinic, row, held)


def _member(clinic: str, row: dict[str, Any], held: dict[str, Any]) -> Member:
    return Member(
        clinic, row["id"], row["name"], row["email"] or "", Role(row["role"]), row["state"], held["second_proved"],
        held["must_change"], held["epoch"],
    )  # fmt: skip


def add(workplace: Workplace, desk: Desk, name: str, email: str, role: Role, by: Role | None) -> tuple[str, str]:
    """A new person with a first password, which is shown once and has to be changed; their name in the store and it.

    `by` is the role of who adds them; None on the machine itself. Raises Unreadable where the address is taken or no
    address, or the role is not theirs to give.
    """
    _refuse_role(by, role)
    plain = email.strip()
    if "@" not in plain.strip("@") or any(sign.isspace() for sign in plain) or not name.strip():
        raise Unreadable("person", "A person has a name and an e-mail address, such as mara@clinic.example.", "email")
    if found(workplace, plain) is not None:
        raise Unreadable("person", "Somebody with this address is there already.", "email")
    first = first_password()
    made = staff.add(desk, " ".join(name.split()), _kept(role), email=plain)
    desk.insert(
        proofs, person_id=made.id, password=passwords.hashed(first), must_change=True, second=None, second_proved=False,
        last_step=-1, recovery=None, epoch=0, **desk.made(),
    )  # fmt: skip
    return made.id, first


def _kept(role: Role) -> Any:
    """A role as the store names it."""
    return role.value


def first_password() -> str:
    """A password of chance, good for one sign-in."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(_FIRST_WORDS))


def found(workplace: Workplace, email: str) -> tuple[str, str] | None:
    """The clinic and the person of an address who can sign in, in whatever clinic; None where there is none."""
    with workplace.overview() as desk:
        known = [(clinic, one.id) for clinic, one in staff.with_email(desk, email.strip())]
    return known[0] if known else None


def give_role(desk: Desk, person: str, role: Role, by: Role | None) -> None:
    """Another role, at once: the person's sessions end. Raises Unreadable where it is not theirs to give or take."""
    before = _known(desk, person)
    _refuse_role(by, role)
    _refuse_role(by, before.role)
    _refuse_last(desk, before)
    desk.change(people, {"id": person}, role=role.value)
    end_all(desk, before, change="role", role=role.value)


def disable(desk: Desk, person: str, by: Role | None) -> None:
    """Nobody signs in as this person any more, and their sessions end; what they did stays."""
    before = _known(desk, person)
    _refuse_role(by, before.role)
    _refuse_last(desk, before)
    desk.change(people, {"id": person}, state=DISABLED)
    end_all(desk, before, change="disabled")


def enable(desk: Desk, person: str, by: Role | None) -> None:
    """The person may sign in again."""
    before = _known(desk, person)
    _refuse_role(by, before.role)
    desk.change(people, {"id": person}, state=ACTIVE)
    end_all(desk, before, change="enabled")


def reset(desk: Desk, person: str, by: Role | None) -> str:
    """A new first password for who forgot theirs; the second factor stays, or a reset would be a way around it."""
    before = _known(desk, person)
    _refuse_role(by, before.role)
    first = first_password()
    desk.change(proofs, {"person_id": person}, password=passwords.hashed(first), must_change=True)
    end_all(desk, before, change="password-reset")
    return first


def forget_second(desk: Desk, person: str, by: Role | None) -> None:
    """Takes the second factor, passkeys too, of who lost them all; they set up a new one when they sign in."""
    before = _known(desk, person)
    _refuse_role(by, before.role)
    desk.change(proofs, {"person_id": person}, second=None, second_proved=False, recovery=None, last_step=-1)
    desk.change_where(passkeys, passkeys.c.person_id == person, passkeys.c.ended_at.is_(None), ended_at=desk.clock())
    end_all(desk, before, change="second-factor-taken")


def change_password(desk: Desk, one: Member, before: str, after: str) -> None:
    """The person's own new password; every session of theirs ends. Raises Unreadable where either will not do."""
    held = desk.one(proofs, person_id=one.id)
    if held is None or not passwords.proves(held["password"], before):
        raise Unreadable("password", "The password before is not right.", "before")
    says = passwords.weak(after, (one.name, one.email)) or ("Take another than before." if after == before else None)
    if says:
        raise Unreadable("password", says, "after")
    desk.change(proofs, {"person_id": one.id}, password=passwords.hashed(after), must_change=False)
    end_all(desk, one, change="password")


def begin_second(desk: Desk, one: Member) -> str:
    """A new secret for the person's app, in force when a code of it was typed; the one in force stays until then."""
    secret = second_factor.new_secret()
    if one.second or desk.count(passkeys, passkeys.c.person_id == one.id, passkeys.c.ended_at.is_(None)):
        raise Unreadable("second", "Your second factor is set up; an administrator can take it if it is lost.", "code")
    desk.change(proofs, {"person_id": one.id}, second=secret, second_proved=False, last_step=-1)
    return secret


def pending_second(desk: Desk, one: Member) -> str | None:
    """The secret that waits for its first code; None where the second factor is in force, or none was begun."""
    held = desk.one(proofs, person_id=one.id)
    return None if held is None or held["second_proved"] else held["second"]


def changeable(desk: Desk, person: str, by: Role | None) -> Member:
    """A person whom `by` may change; raises Unreadable for any other."""
    one = _known(desk, person)
    _refuse_role(by, one.role)
    return one


def end_all(desk: Desk, one: Member, **told: str) -> None:
    """Write it down, and end every session and token of the person."""
    desk.change(proofs, {"person_id": one.id}, epoch=one.epoch + 1)
    trail.note(desk, "people_change", f"person/{one.id}", **told)


def _known(desk: Desk, person: str) -> Member:
    one = member(desk, person)
    if one is None:
        raise Unreadable("not_there", "There is no such person.", "person")
    return one


def _refuse_role(by: Role | None, role: Role) -> None:
    if by is not None and not may_make(by, role):
        raise Unreadable("role", f"Your role does not make or change a {role.words}.", "role")


def _refuse_last(desk: Desk, one: Member) -> None:
    """A clinic keeps one administrator who can let others in."""
    if one.role is not Role.CLINIC_ADMIN or one.state != ACTIVE:
        return
    others = [each for each in members(desk) if each.role is one.role and each.state == ACTIVE and each.id != one.id]
    if not others:
        says = "This is the clinic's only administrator; make another one first, or nobody could let people in."
        raise Unreadable("last_admin", says, "person")
