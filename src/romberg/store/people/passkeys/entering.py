"""The way in with a passkey: as the second factor, or alone where the authenticator verified its person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from romberg.formats.unreadable import Unreadable
from romberg.store.people import members, sessions, sign_in, tickets
from romberg.store.people.members import ACTIVE, Member
from romberg.store.people.passkeys import ceremony, kept
from romberg.store.people.passkeys.ceremony import Site
from romberg.store.people.passkeys.kept import Passkey
from romberg.store.people.sign_in import Way, Who
from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk
from romberg.store.workplace.workplace import Workplace

MAKE, USE = "passkey-new", "passkey-in"
FRESH: Final = timedelta(minutes=10)  # a session that is older has to be begun anew before a passkey is added
_ENDED: Final = (
    "This passkey's counter did not rise, as if a copy of it were at work; it is not taken any more. Sign in another "
    "way, make a new one, and tell an administrator."
)
_UNKNOWN: Final = "This passkey is not known here, or not any more; sign in with your password."


def begin_making(workplace: Workplace, who: Who, site: Site) -> tuple[str, dict[str, Any]]:
    """The ticket and what the browser is asked for; raises Unreadable where the person signed in too long ago."""
    if workplace.clock() - who.began >= FRESH:
        says = "Sign out and in again first: a passkey is added within ten minutes of signing in."
        raise Unreadable("passkey_late", says, "passkey")
    one, word = who.member, ceremony.challenge()
    with workplace.glance(one.clinic, one.id) as desk:
        there = [each.key for each in kept.listed(desk, one.id)]
        asked = ceremony.to_make(site, (kept.handle(desk, one.id), one.email, one.name), word, there)
    return _ticket(workplace, MAKE, word, who), asked


def finish_making(workplace: Workplace, who: Who, site: Site, ticket: str, answer: dict[str, Any], name: str) -> None:
    """Keep the passkey that the browser made; raises Unreadable where it proves none."""
    with workplace.desk(who.member.clinic, who.member.id) as desk:
        held = _opened(desk, MAKE, ticket, who)
        kept.keep(desk, who.member, ceremony.made(site, held["word"], answer), name)


def begin_using(workplace: Workplace, who: Who | None, site: Site) -> tuple[str, dict[str, Any]]:
    """The ticket and what the browser is asked for; `who` has the first factor, None where it is to do alone."""
    word = ceremony.challenge()
    if who is None:
        return _ticket(workplace, USE, word, None), ceremony.to_use(site, word, (), alone=True)
    with workplace.glance(who.member.clinic, who.member.id) as desk:
        there = [each.key for each in kept.listed(desk, who.member.id)]
    if not there:
        raise Unreadable("passkey", "You have no passkey yet; type the code of your app.", "passkey")
    return _ticket(workplace, USE, word, who), ceremony.to_use(site, word, there, alone=False)


def finish_using(workplace: Workplace, who: Who | None, site: Site, ticket: str, answer: dict[str, Any]) -> str:
    """A whole session's token for the right answer; the half one, where there was one, is over.

    Raises Unreadable where the answer proves nothing, or the passkey's person may not come in so.
    """
    told = answer.get("id")
    name = kept.name_of(told) if isinstance(told, str) else ""
    clinic = kept.clinic_of(workplace, name)
    if clinic is None or (who is not None and clinic != who.member.clinic):
        raise Unreadable("passkey", _UNKNOWN, "passkey")
    refused: Unreadable | None = None
    token = ""
    with workplace.desk(clinic, who.member.id if who else "nobody") as desk:
        try:
            held = _opened(desk, USE, ticket, who)
            found, person = _whose(desk, name, who, answer)
            token = _entered(workplace, desk, who, found, person, (site, held["word"], answer))
        except Unreadable as error:  # the ticket is used up, and the refusal on the trail, all the same
            refused = error
            trail.note(desk, "refused", "sign-in", why=error.code.replace("_", "-"))
    if refused is not None:
        raise refused
    return token


def _entered(
    workplace: Workplace, desk: Desk, who: Who | None, found: Passkey, person: Member, said: tuple[Site, str, Any]
) -> str:
    """The session of a person whose passkey answered right."""
    site, word, answer = said
    used = ceremony.used(site, word, found.key, answer, alone=who is None)
    if kept.is_copied(found, used.count):
        kept.end_copied(desk, found)
        raise Unreadable("passkey_copied", _ENDED, "passkey")
    if who is None and sign_in.through_directory(desk, person.id):
        raise Unreadable("directory_alone", sign_in.DIRECTORY_ALONE, "passkey")
    kept.touch(desk, found, used.count, used.synced)
    if who is not None:
        sign_in.over(desk, who.token)
    way = Way.PASSKEY if who is None else who.way
    return sign_in.begin(desk, person.id, workplace.clock(), proved=True, way=way)


def _whose(desk: Desk, name: str, who: Who | None, answer: dict[str, Any]) -> tuple[Passkey, Member]:
    """The passkey, and its person, who may come in: the one who has the first factor, where somebody has."""
    found = kept.one(desk, name)
    person = members.member(desk, found.person) if found else None
    if found is None or person is None or person.state != ACTIVE or (who is not None and person.id != who.member.id):
        raise Unreadable("passkey", _UNKNOWN, "passkey")
    response = answer.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    if handle is None and who is not None:
        return found, person  # a key that proves a person already told keeps no name of theirs
    if handle != ceremony.text_of(kept.handle(desk, person.id)):
        raise Unreadable("passkey", _UNKNOWN, "passkey")
    return found, person


def _ticket(workplace: Workplace, kind: str, word: str, who: Who | None) -> str:
    """A ticket that is good for one answer, in the session in which it was asked for."""
    session = sessions.kept(who.token) if who else ""
    return tickets.new(workplace.keyring.sealer, kind, workplace.clock(), word=word, session=session)


def _opened(desk: Desk, kind: str, ticket: str, who: Who | None) -> dict[str, Any]:
    held = tickets.opened(desk.sealer, kind, ticket, desk.clock())
    if held is None or held["session"] != (sessions.kept(who.token) if who else ""):
        raise Unreadable("passkey_ticket", "This was begun elsewhere or too long ago; try again.", "passkey")
    if not tickets.spend(desk, held):
        raise Unreadable("passkey_ticket", "This answer was used already; try again.", "passkey")
    return held
