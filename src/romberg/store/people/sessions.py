"""Sessions: a token that only the browser holds, ended by idleness, by age, by sign-out, or by a change of the person.

ASVS 5.0, 7.2 to 7.4: 256 bits of chance, new at every sign-in, kept as a hash, ended on the server.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

IDLE: Final = timedelta(minutes=15)
ABSOLUTE: Final = timedelta(hours=12)
SEEN_EVERY: Final = timedelta(seconds=30)  # how often it is written down that a session is still used


@dataclass(frozen=True, slots=True)
class Session:
    """One session as kept; times are UTC. `epoch` is the person's when it began: another one ends it."""

    person_id: int
    began: datetime
    seen: datetime
    epoch: int
    ended: bool = False
    proved: bool = True  # the second factor too


def new_token() -> str:
    """A token for the browser's cookie; only its hash is kept."""
    return secrets.token_urlsafe(32)


def kept(token: str) -> str:
    """A token as it is kept and looked up."""
    return hashlib.sha256(token.encode()).hexdigest()


def ended(session: Session, now: datetime, epoch: int) -> str | None:
    """Why a session is over, as a word for the trail; None where it lives on."""
    if session.ended:
        return "signed out"
    if session.epoch != epoch:
        return "changed"  # password, role, or disabled
    if now - session.began >= ABSOLUTE:
        return "twelve hours"
    return "idle" if now - session.seen >= IDLE else None
