"""Tokens for programs: a person's, for some of what the person may do, and for some days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from romberg.formats.unreadable import Unreadable
from romberg.store.people import members, sessions
from romberg.store.people.members import ACTIVE, Member
from romberg.store.people.roles import Permission, permissions_of
from romberg.store.workplace import Workplace, trail
from romberg.store.workplace.desk import Desk
from romberg.store.workplace.sign_in_tables import tokens

LONGEST: Final = timedelta(days=366)
_MARK: Final = "rbg_"  # by which a scanner of secrets knows one


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is listed: never the token itself. `id` is the hash by which it is taken away."""

    id: str
    name: str
    scopes: frozenset[Permission]
    ends_at: datetime
    ended: bool


def make(desk: Desk, one: Member, name: str, scopes: Iterable[str], days: int) -> str:
    """A new token, shown once. Raises Unreadable where it would do more than the person, or for too long."""
    asked = _scopes(scopes)
    if not asked or not asked <= permissions_of(one.role):
        raise Unreadable(
            "scopes", "A token does some of what you may do, and nothing else; choose of the list.", "scopes"
        )
    if not name.strip() or not 0 < days <= LONGEST.days:
        says = f"A token has a name that tells what uses it, and lives for 1 to {LONGEST.days} days."
        raise Unreadable("token", says, "name")
    secret = sessions.new_token()
    desk.insert(
        tokens, token=sessions.kept(secret), person_id=one.id, name=" ".join(name.split())[:200],
        scopes=" ".join(sorted(scope.name for scope in asked)), epoch=one.epoch,
        ends_at=desk.clock() + timedelta(days=days), ended_at=None, **desk.made(),
    )  # fmt: skip
    trail.note(desk, "people_change", f"person/{one.id}", change="token", days=days, scopes=len(asked))
    return f"{_MARK}{desk.clinic}.{secret}"


def _scopes(names: Iterable[str]) -> frozenset[Permission]:
    known = Permission.__members__
    return frozenset(known[name] for name in names if name in known)


def listed(desk: Desk, one: Member) -> list[Token]:
    """The person's tokens, the newest first."""
    rows = desk.all(tokens, tokens.c.person_id == one.id, order_by=(tokens.c.made_at.desc(), tokens.c.token))
    return [_token(desk, one, row) for row in rows]


def _token(desk: Desk, one: Member, row: dict[str, Any]) -> Token:
    over = row["ended_at"] is not None or row["epoch"] != one.epoch or row["ends_at"] <= desk.clock()
    return Token(row["token"], row["name"], _scopes(row["scopes"].split()), row["ends_at"], over)


def take(desk: Desk, one: Member, token: str) -> None:
    """End a token of the person; nothing happens where there is no such one."""
    row = desk.one(tokens, token=token)
    if row is not None and row["person_id"] == one.id:
        desk.change(tokens, {"token": token}, ended_at=desk.clock())
        trail.note(desk, "people_change", f"person/{one.id}", change="token-ended")


def who(workplace: Workplace, token: str) -> tuple[Member, frozenset[Permission]] | None:
    """Whose a token is and what it may do: what it was made for and the person still may; None where it is over."""
    clinic, _, secret = token.removeprefix(_MARK).partition(".")
    if not token.startswith(_MARK) or not secret or len(token) > 200:
        return None
    with workplace.glance(clinic, "nobody") as desk:
        row = desk.one(tokens, token=sessions.kept(secret))
        one = members.member(desk, row["person_id"]) if row else None
        if row is None or one is None or one.state != ACTIVE or _token(desk, one, row).ended:
            return None
    return one, _scopes(row["scopes"].split()) & permissions_of(one.role)
