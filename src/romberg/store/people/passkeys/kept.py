"""The passkeys of a person: made on the page of their account, named, used, taken away."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from romberg.formats.unreadable import Unreadable
from romberg.store.people import members
from romberg.store.people.members import Member
from romberg.store.people.passkeys import ceremony
from romberg.store.people.passkeys.ceremony import Key
from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk
from romberg.store.workplace.sign_in_tables import passkeys, proofs
from romberg.store.workplace.workplace import Workplace

MOST: Final = 20
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as it is listed."""

    id: str
    person: str
    name: str
    key: Key
    made_at: datetime
    used_at: datetime | None


def handle(desk: Desk, person: str) -> str:
    """The name by which authenticators know a person, from which nobody else reads anything; hexadecimal digits."""
    return desk.sealer.digest("passkey", f"{desk.clinic}/{person}")


def name_of(credential: str) -> str:
    """The name of a passkey's row."""
    return hashlib.sha256(credential.encode()).hexdigest()


def listed(desk: Desk, person: str) -> list[Passkey]:
    """The passkeys of a person that are in force, the oldest first."""
    where = (passkeys.c.person_id == person, passkeys.c.ended_at.is_(None))
    return [_passkey(row) for row in desk.all(passkeys, *where, order_by=(passkeys.c.made_at, passkeys.c.id))]


def counted(desk: Desk) -> Counter[str]:
    """How many passkeys each person of the clinic has."""
    asked = select(passkeys.c.person_id).where(passkeys.c.ended_at.is_(None))
    return Counter(person for (person,) in desk.read(asked))


def one(desk: Desk, name: str) -> Passkey | None:
    """A passkey that is in force, held until the desk is closed; None where there is none of that name."""
    row = desk.one(passkeys, lock=True, id=name)
    return None if row is None or row["ended_at"] is not None else _passkey(row)


def clinic_of(workplace: Workplace, name: str) -> str | None:
    """The clinic in which a passkey of that name is in force; None where there is none."""
    asked = select(passkeys.c.clinic_id).where(passkeys.c.id == name, passkeys.c.ended_at.is_(None))
    with workplace.overview() as desk:
        found = desk.connection.execute(asked).first()
    return None if found is None else str(found[0])


def _passkey(row: dict[str, Any]) -> Passkey:
    key = Key(row["credential"], row["key"], row["count"], tuple(row["transports"].split()), row["synced"])
    return Passkey(row["id"], row["person_id"], row["name"], key, row["made_at"], row["used_at"])


def keep(desk: Desk, who: Member, key: Key, name: str) -> None:
    """Keep a new passkey; raises Unreadable where it is there already, or there are too many.

    A secret for an app that waits for its first code is forgotten: who has a passkey sets nothing up with a password
    alone any more.
    """
    there = listed(desk, who.id)
    if desk.one(passkeys, id=name_of(key.credential)) is not None:
        raise Unreadable("passkey", "This passkey is known already.", "passkey")
    if len(there) >= MOST:
        raise Unreadable("passkey", f"{MOST} passkeys are enough for one person; remove one first.", "passkey")
    desk.insert(
        passkeys, id=name_of(key.credential), person_id=who.id, credential=key.credential, key=key.public,
        count=key.count, transports=" ".join(key.transports), synced=key.synced,
        name=_name(name) or f"Passkey {len(there) + 1}", used_at=None, ended_at=None, **desk.made(),
    )  # fmt: skip
    if not who.second:
        desk.change(proofs, {"person_id": who.id}, second=None)
    trail.note(desk, "people_change", f"person/{who.id}", change="passkey", synced=key.synced)


def _name(name: str) -> str:
    return " ".join(name.split())[:_LONGEST_NAME]


def rename(desk: Desk, who: Member, name: str, words: str) -> None:
    """Another name for one of a person's own; raises Unreadable where there is none, or no name."""
    if not _name(words):
        raise Unreadable("passkey", "A passkey has a name, so that you know it again.", "name")
    _own(desk, who, name)
    desk.change(passkeys, {"id": name}, name=_name(words))
    trail.note(desk, "people_change", f"person/{who.id}", change="passkey-named")


def remove(desk: Desk, who: Member, name: str) -> None:
    """Take one of a person's own away; every session of theirs ends, for it may have begun with it."""
    _own(desk, who, name)
    _refuse_last(desk, who)
    desk.change(passkeys, {"id": name}, ended_at=desk.clock())
    members.end_all(desk, who, change="passkey-removed")


def _own(desk: Desk, who: Member, name: str) -> Passkey:
    found = one(desk, name)
    if found is None or found.person != who.id:
        raise Unreadable("not_there", "You have no such passkey.", "passkey")
    return found


def _refuse_last(desk: Desk, who: Member) -> None:
    """Without any second factor the next to know the password would set up one of their own."""
    if not who.second and len(listed(desk, who.id)) == 1:
        says = "This is your only second factor; add another passkey first, or ask an administrator to take it."
        raise Unreadable("passkey", says, "passkey")


def touch(desk: Desk, found: Passkey, count: int, synced: bool) -> None:
    """Write down that a passkey was used."""
    desk.change(passkeys, {"id": found.id}, count=count, synced=synced, used_at=desk.clock())


def end_copied(desk: Desk, found: Passkey) -> None:
    """End a passkey of which a copy is at work."""
    desk.change(passkeys, {"id": found.id}, ended_at=desk.clock())
    trail.note(desk, "refused", f"person/{found.person}", why="passkey-copied")


def is_copied(found: Passkey, count: int) -> bool:
    """Whether the counter of an answer says so."""
    return ceremony.copied(found.key.count, count)
