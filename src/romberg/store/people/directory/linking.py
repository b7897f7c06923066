"""Which member a person of the directory is: by its name for them, or, the first time, by an address it vouches for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from romberg.formats.unreadable import Unreadable
from romberg.store.people import members
from romberg.store.people.directory.settings import Directory
from romberg.store.people.members import ACTIVE, Member
from romberg.store.people.roles import Role
from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk
from romberg.store.workplace.sign_in_tables import directory_links
from romberg.store.workplace.workplace import Workplace


def member_of(workplace: Workplace, desk: Desk, directory: Directory, claims: dict[str, Any]) -> Member:
    """The member of the desk's clinic; raises Unreadable, saying why, where it leads to none who may come in."""
    subject = _index(desk, directory, claims)
    linked = desk.one(directory_links, subject_index=subject)
    found = members.member(desk, linked["person_id"]) if linked else _first_time(workplace, desk, directory, claims)
    if found is None or found.state != ACTIVE:
        raise _out("disabled", "Your account here is disabled; an administrator of your clinic can let you in again.")
    if linked is None:
        _link(desk, found, subject)
    return found


def linked_people(desk: Desk) -> frozenset[str]:
    """The members whom the directory knows by its own name for them."""
    asked = select(directory_links.c.person_id).where(directory_links.c.subject_index.is_not(None))
    return frozenset(one for (one,) in desk.read(asked))


def unlink(desk: Desk, person: str, by: Role | None) -> None:
    """Forget the directory's name for a member, who is found by the address once more; their sessions end."""
    one = members.changeable(desk, person, by)
    desk.change(directory_links, {"person_id": person}, subject_index=None)
    members.end_all(desk, one, change="directory-unlinked")


def _index(desk: Desk, directory: Directory, claims: dict[str, Any]) -> str:
    return desk.sealer.digest("subject", f"{directory.issuer}\x1f{claims['sub']}")


def _first_time(workplace: Workplace, desk: Desk, directory: Directory, claims: dict[str, Any]) -> Member | None:
    email = _vouched(directory, claims)
    found = members.found(workplace, email)
    if found is None and directory.newcomer is not None:
        return _made(workplace, desk, directory, claims, email)
    if found is None or found[0] != desk.clinic:
        says = "is not among the people of this clinic; an administrator adds you on the page People, by this address."
        raise _out("unknown", f"Your address in the directory {says}")
    held = desk.one(directory_links, lock=True, person_id=found[1])
    if held is not None and held["subject_index"] is not None:
        says = "The directory knew you under another account; an administrator unlinks that one on the page People."
        raise _out("other", says)
    return members.member(desk, found[1])


def _vouched(directory: Directory, claims: dict[str, Any]) -> str:
    """The address of a person, if the directory speaks for it."""
    email = claims.get("email")
    if not isinstance(email, str) or not 3 <= len(email) <= 200 or not email.isascii():
        raise _out("email", "The directory does not tell your e-mail address; whoever runs it lets it send `email`.")
    if email.strip().rpartition("@")[2].lower() not in directory.domains:
        raise _out("domain", "Your address in the directory is of no domain that your clinic's settings name.")
    verified = claims.get("email_verified")
    if verified is not True and not (directory.vouches and verified is None):
        raise _out(
            "unverified", "The directory does not say that your e-mail address is verified, so it proves nothing."
        )
    return email.strip()


def _made(workplace: Workplace, desk: Desk, directory: Directory, claims: dict[str, Any], email: str) -> Member | None:
    """A member whom nobody invited, where the clinic wants that; the password is nobody's."""
    assert directory.newcomer is not None
    told = claims.get("name")
    name = told.strip()[:200] if isinstance(told, str) and told.strip() else email
    made, _ = members.add(workplace, desk, name, email, directory.newcomer, None)
    trail.note(desk, "people_change", f"person/{made}", change="newcomer", role=directory.newcomer.value)
    return members.member(desk, made)


def _link(desk: Desk, one: Member, subject: str) -> None:
    if not desk.change(directory_links, {"person_id": one.id}, subject_index=subject, at=desk.clock()):
        desk.insert(directory_links, person_id=one.id, subject_index=subject, at=desk.clock())
    trail.note(desk, "people_change", f"person/{one.id}", change="directory-linked")


def _out(code: str, says: str) -> Unreadable:
    return Unreadable(f"directory_{code}", says, "directory")
