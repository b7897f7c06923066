"""Tickets: what a browser carries between two steps of signing in, sealed, for some minutes, and good for one time.

The server keeps nothing of a sign-in that was only begun; that a ticket was used is kept, so that it is used once.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace.desk import Desk
from romberg.store.workplace.sealing import Place, Sealer
from romberg.store.workplace.sign_in_tables import spent
from romberg.store.workplace.tables import SYSTEM

LASTS: Final = timedelta(minutes=10)
_LONGEST: Final = 4000  # a browser keeps no longer cookie


def new(sealer: Sealer, kind: str, now: datetime, **values: Any) -> str:
    """A ticket of some kind with values that only this program reads again; its name is `id` among them."""
    body = {"id": secrets.token_hex(16), "at": now.timestamp(), **values}
    return base64.urlsafe_b64encode(sealer.seal(json.dumps(body), _place(kind))).decode()


def opened(sealer: Sealer, kind: str, ticket: str, now: datetime) -> dict[str, Any] | None:
    """The values of a ticket; None where it is none of this kind, of another key, or too old."""
    if len(ticket) > _LONGEST:
        return None
    try:
        held: dict[str, Any] = json.loads(sealer.open(base64.urlsafe_b64decode(ticket.encode()), _place(kind)))
    except (Unreadable, binascii.Error, ValueError):
        return None
    age = now.timestamp() - held["at"]
    return held if 0 <= age <= LASTS.total_seconds() else None


def spend(desk: Desk, held: dict[str, Any]) -> bool:
    """Use a ticket up; False where it was used before."""
    desk.turn("tickets")
    if desk.one(spent, id=held["id"]) is not None:
        return False
    desk.insert(spent, id=held["id"], at=desk.clock())
    return True


def _place(kind: str) -> Place:
    return Place("tickets", kind, "", SYSTEM)
