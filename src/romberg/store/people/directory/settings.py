"""What a clinic's administrator says of its directory: who it is, who may come through it, and what it proves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Final

from sqlalchemy import select

from romberg.formats.unreadable import Unreadable
from romberg.store.people.directory.network import parted
from romberg.store.people.roles import Role
from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk
from romberg.store.workplace.sign_in_tables import directories, directory_links
from romberg.store.workplace.workplace import Workplace

NEWCOMERS: Final = (Role.THERAPIST, Role.ASSISTANT, Role.BILLER, Role.AUDITOR)  # never an administrator
_DOMAIN: Final = re.compile(r"(?=.{4,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_ACR: Final = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class Directory:
    """A clinic's directory. Lists are in order and without repetition.

    `domains`: those of the members' addresses; `hosts`: further ones that its description may lead to; `trusted`: its
    word counts for the second factor where a token says "mfa", or one of `levels` (acr); `vouches`: it assigns the
    addresses itself, and its tokens say nothing of their being verified; `newcomer`: the role of somebody whom nobody
    invited, None where they are refused; `alone`: members sign in through it and in no other way, but for
    administrators; `active`: in use.
    """

    issuer: str
    client: str
    domains: tuple[str, ...]
    secret: str | None = field(default=None, repr=False)
    hosts: tuple[str, ...] = ()
    trusted: bool = False
    levels: tuple[str, ...] = ()
    vouches: bool = False
    newcomer: Role | None = None
    alone: bool = False
    active: bool = True


_LISTS: Final = ("domains", "hosts", "levels")


def kept(desk: Desk) -> Directory | None:
    """The directory of the desk's clinic, in use or not; None where none was ever set up."""
    row = desk.one(directories)
    if row is None:
        return None
    held = {one.name: row[one.name] for one in fields(Directory)}
    lists = {name: tuple(held[name].split()) for name in _LISTS}
    return Directory(**{**held, **lists, "newcomer": Role(held["newcomer"]) if held["newcomer"] else None})


def in_use(desk: Desk) -> Directory | None:
    """The directory through which members of the desk's clinic sign in now."""
    found = kept(desk)
    return found if found is not None and found.active else None


def clinic_of(workplace: Workplace, email: str) -> str | None:
    """The clinic whose directory knows addresses of this one's domain; None where there is none."""
    domain = email.strip().rpartition("@")[2].lower()
    found = [clinic for clinic, domains in _claimed(workplace) if domain in domains]
    return found[0] if len(found) == 1 else None


def any_in_use(workplace: Workplace) -> bool:
    """Whether any clinic has a directory in use."""
    return bool(_claimed(workplace))


def _claimed(workplace: Workplace) -> list[tuple[str, list[str]]]:
    asked = select(directories.c.clinic_id, directories.c.domains).where(directories.c.active)
    with workplace.overview() as desk:
        return [(clinic, domains.split()) for clinic, domains in desk.connection.execute(asked)]


def save(workplace: Workplace, desk: Desk, given: Directory) -> Directory:
    """Keep what an administrator said; an empty secret leaves the one that is kept, where the issuer stays.

    Another issuer knows nobody yet: every link of a member to the one before is over. Raises Unreadable where
    something of it will not do.
    """
    one = checked(given)
    for clinic, domains in _claimed(workplace):
        if clinic != desk.clinic and one.active and set(domains) & set(one.domains):
            raise Unreadable("domain", "Another clinic signs in with addresses of one of these domains.", "domains")
    before = kept(desk)
    same = before is not None and (before.issuer, before.client) == (one.issuer, one.client)
    if before is not None and same and one.secret is None:
        one = _with_secret(one, before.secret)
    if before is None:
        desk.insert(directories, **_row(one), **desk.made())
    else:
        desk.change(directories, {}, **_row(one))
    if before is not None and before.issuer != one.issuer:
        desk.change_where(directory_links, subject_index=None)
    trail.note(
        desk, "people_change", "directory", change="directory", active=one.active, trusted=one.trusted,
        alone=one.alone, vouches=one.vouches, newcomer=one.newcomer.value if one.newcomer else None,
    )  # fmt: skip
    return one


def _with_secret(given: Directory, secret: str | None) -> Directory:
    return Directory(**{one.name: getattr(given, one.name) for one in fields(given)} | {"secret": secret})


def _row(one: Directory) -> dict[str, Any]:
    held = {each.name: getattr(one, each.name) for each in fields(one)}
    lists = {name: " ".join(held[name]) for name in _LISTS}
    return held | lists | {"newcomer": one.newcomer.value if one.newcomer else None}


def checked(given: Directory) -> Directory:
    """The same in the form in which it is kept; raises Unreadable where something of it will not do."""
    issuer = given.issuer.strip()
    parted(issuer)
    if "?" in issuer or len(issuer) > 200:
        raise Unreadable(
            "directory_address", "An issuer's address has no question mark and 200 signs at most.", "issuer"
        )
    if not 0 < len(given.client) <= 200 or not given.client.isprintable():
        raise Unreadable("client", "The client ID is the name under which Romberg is known to the directory.", "client")
    if given.secret is not None and (len(given.secret) > 400 or not given.secret.isprintable()):
        raise Unreadable("secret", "A client secret has 400 signs at most.", "secret")
    if given.newcomer is not None and given.newcomer not in NEWCOMERS:
        raise Unreadable("role", "Nobody becomes an administrator by signing in; choose another role.", "newcomer")
    lists = {name: _listed(getattr(given, name), name) for name in _LISTS}
    if not lists["domains"]:
        says = "Name the domains of your members' addresses, such as clinic.example; the directory speaks for these."
        raise Unreadable("domain", says, "domains")
    plain = {one.name: getattr(given, one.name) for one in fields(given)}
    return Directory(**(plain | lists | {"issuer": issuer, "client": given.client.strip()}))


def _listed(given: Iterable[str], name: str) -> tuple[str, ...]:
    """A list as it is kept: small letters where it holds names of hosts, each once, in its order."""
    words = [one if name == "levels" else one.lower() for one in given]
    form, what = (_ACR, "level of assurance") if name == "levels" else (_DOMAIN, "name of a domain or host")
    wrong = [one for one in words if not form.fullmatch(one)]
    if wrong or len(words) > 20:
        says = f"One of these is no {what}; separate them by spaces, twenty at most."
        raise Unreadable(name, says, name)
    return tuple(dict.fromkeys(words))
