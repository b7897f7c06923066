"""Signing in and out, and who a request comes from: everything is decided and ended here, on the server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import select

from romberg.formats.unreadable import Unreadable
from romberg.store.people import members, passwords, second_factor, sessions, throttle
from romberg.store.people.members import ACTIVE, Member
from romberg.store.people.roles import Role
from romberg.store.workplace import trail
from romberg.store.workplace.desk import Desk, new_id
from romberg.store.workplace.sign_in_tables import directories, proofs, tries
from romberg.store.workplace.sign_in_tables import sessions as kept_sessions
from romberg.store.workplace.tables import SYSTEM
from romberg.store.workplace.workplace import Workplace

NOT_RIGHT = "E-mail address or password is not right."
DIRECTORY_ALONE = "Your clinic signs in through its directory alone; use the button for that below."
CODE_NOT_RIGHT = "The code is not right, or was used already; wait for the next one."


class Way(Enum):
    """How somebody came in."""

    PASSWORD = "password"
    DIRECTORY = "directory"
    PASSKEY = "passkey"


@dataclass(frozen=True, slots=True)
class Who:
    """Who a request comes from. `proved`: the second factor too; without it only that page opens."""

    member: Member
    token: str
    proved: bool
    began: datetime
    way: Way = Way.PASSWORD

    @property
    def must_change(self) -> bool:
        """Whether a first password has to be changed, by who came in with it."""
        return self.member.must_change and self.way is Way.PASSWORD


def sign_in(workplace: Workplace, email: str, password: str, source: str) -> str:
    """A new session's token for the right password; it still lacks the second factor.

    Raises Unreadable with one sentence for every wrong pair, whoever it is, and with a wait after many of them.
    """
    now, plain = workplace.clock(), email.strip()[:320]
    sealer = workplace.keyring.sealer
    account, place = sealer.index("email", plain), sealer.digest("source", source)
    _refuse_waiting(workplace, account, place, now)
    known = members.found(workplace, plain)
    clinic, person = known or (SYSTEM, "")
    kept = _password(workplace, clinic, person) if known else None
    right = passwords.proves(kept, password)
    with workplace.desk(clinic, person or "nobody") as desk:
        desk.turn("tries")
        right = right and not throttle.wait(_wrong(desk, tries.c.account == account, now - throttle.WINDOW), now)
        desk.insert(tries, id=new_id(), account=account, source=place, at=now, right=right)
        if not right:
            trail.note(desk, "refused", f"person/{person}" if person else "sign-in", why="password")
            token = None
        else:
            token = None if through_directory(desk, person) else begin(desk, person, now, proved=False)
    if not right:
        raise Unreadable("sign_in", NOT_RIGHT, "password")
    if token is None:
        raise Unreadable("directory_alone", DIRECTORY_ALONE, "password")
    return token


def through_directory(desk: Desk, person: str) -> bool:
    """Whether the clinic lets this person in through its directory alone; an administrator finds a way in besides."""
    one = members.member(desk, person)
    if one is None or one.role in (Role.CLINIC_ADMIN, Role.SYSTEM_ADMIN):
        return False
    asked = select(directories.c.clinic_id).where(directories.c.active, directories.c.alone)
    closed = bool(desk.read(asked))
    if closed:
        trail.note(desk, "refused", f"person/{person}", why="directory-alone")
    return closed


def _password(workplace: Workplace, clinic: str, person: str) -> str | None:
    """The hash of an active person; None of any other, whose password proves nothing."""
    with workplace.glance(clinic, person) as desk:
        one, held = members.member(desk, person), desk.one(proofs, person_id=person)
    return held["password"] if one and held and one.state == ACTIVE else None


def _refuse_waiting(workplace: Workplace, account: str, place: str, now: datetime) -> None:
    since = now - throttle.WINDOW
    with workplace.overview() as desk:
        by_account = _wrong(desk, tries.c.account == account, since)
        by_source = _wrong(desk, tries.c.source == place, since)
    waits = max(throttle.wait(by_account, now), throttle.wait(by_source, now, throttle.SOURCE_FREE))
    if waits:
        seconds = max(int(waits.total_seconds()), 1)
        says = f"Too many wrong tries; the next one is looked at in {seconds} seconds."
        raise Unreadable("wait", says, "password")


def _wrong(desk: Desk, condition: Any, since: datetime) -> list[datetime]:
    """The times of wrong tries since the last right one."""
    asked = (
        select(tries.c.at, tries.c.right).where(condition, tries.c.at > since).order_by(tries.c.at.desc()).limit(200)
    )
    found: list[datetime] = []
    for at, right in desk.connection.execute(asked):
        if right:
            break
        found.append(at)
    return found


def begin(desk: Desk, person: str, now: datetime, *, proved: bool, way: Way = Way.PASSWORD) -> str:
    """A new session; the token names the clinic, so that it is looked for there alone."""
    one = members.member(desk, person)
    assert one is not None
    secret = sessions.new_token()
    desk.insert(
        kept_sessions, token=sessions.kept(secret), person_id=person, began=now, seen=now, epoch=one.epoch,
        proved=proved, ended_at=None, way=way.value,
    )  # fmt: skip
    trail.note(desk, "sign_in", f"person/{person}", second=proved, way=way.value)
    return f"{desk.clinic}.{secret}"


def who(workplace: Workplace, token: str) -> Who | None:
    """Who a token's session belongs to; None where it is over, or there is none."""
    clinic, _, secret = token.partition(".")
    if not secret or len(token) > 200:
        return None
    now, kept = workplace.clock(), sessions.kept(secret)
    with workplace.glance(clinic, "nobody") as desk:
        row = desk.one(kept_sessions, token=kept)
        one = members.member(desk, row["person_id"]) if row else None
    if row is None or one is None or one.state != ACTIVE:
        return None
    if sessions.ended(_session(row), now, one.epoch):
        return None
    if now - row["seen"] >= sessions.SEEN_EVERY:
        with workplace.desk(clinic, one.id) as desk:
            desk.change(kept_sessions, {"token": kept}, seen=now)
    return Who(one, token, bool(row["proved"]), row["began"], Way(row["way"]))


def _session(row: dict[str, Any]) -> sessions.Session:
    return sessions.Session(0, row["began"], row["seen"], row["epoch"], row["ended_at"] is not None, row["proved"])


def sign_out(workplace: Workplace, one: Who) -> None:
    """End a session, for everybody who holds its token."""
    with workplace.desk(one.member.clinic, one.member.id) as desk:
        over(desk, one.token)
        trail.note(desk, "sign_out", f"person/{one.member.id}")


def over(desk: Desk, token: str) -> None:
    """End a session."""
    desk.change(kept_sessions, {"token": sessions.kept(token.partition(".")[2])}, ended_at=desk.clock())


def prove(workplace: Workplace, one: Who, code: str) -> tuple[str, tuple[str, ...]]:
    """The second factor: a new token for the session that has it, and, when it was set up now, the recovery codes.

    A code of the app opens once; so does a recovery code. Wrong ones are counted with wrong passwords.
    """
    now, person = workplace.clock(), one.member.id
    fresh: tuple[str, ...] = ()
    account = workplace.keyring.sealer.digest("second factor", person)  # a right password never clears these
    _refuse_waiting(workplace, account, account, now)
    with workplace.desk(one.member.clinic, person) as desk:
        held = desk.one(proofs, lock=True, person_id=person)
        changed = _proved(held, code, now) if held else None
        desk.insert(tries, id=new_id(), account=account, source=account, at=now, right=changed is not None)
        if held is None or changed is None:
            trail.note(desk, "refused", f"person/{person}", why="second-factor")
            token = ""
        else:
            fresh = () if held["second_proved"] else second_factor.recovery_codes()
            if fresh:
                changed |= {"second_proved": True, "recovery": "\n".join(map(second_factor.kept, fresh))}
            desk.change(proofs, {"person_id": person}, **changed)
            over(desk, one.token)
            token = begin(desk, person, now, proved=True, way=one.way)
    if not token:
        raise Unreadable("second", CODE_NOT_RIGHT, "code")
    return token, fresh


def _proved(held: dict[str, Any], code: str, now: datetime) -> dict[str, Any] | None:
    """What changes when the code is right: the step that was used, or the recovery codes that are left."""
    if held["second"] is None:
        return None
    step = second_factor.step_of(held["second"], code, now.timestamp(), held["last_step"])
    if step is not None:
        return {"last_step": step}
    left = second_factor.used_up(code, (held["recovery"] or "").split("\n"))
    return None if left is None or not held["second_proved"] else {"recovery": "\n".join(left)}
