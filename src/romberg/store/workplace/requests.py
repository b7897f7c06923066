"""Requests that are answered once: who sends one again, by its key, gets the first answer; nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable

from romberg.formats.unreadable import Unreadable
from romberg.store.workplace.desk import Desk
from romberg.store.workplace.tables import requests

_LONGEST = 200


def once(desk: Desk, key: str, asks: str, does: Callable[[], str]) -> tuple[str, bool]:
    """The answer to a request, and whether it was given now; what it does counts together with the record of it.

    `asks` is what was asked, in one form: the same key with another question is refused (Unreadable, "key_reused").
    """
    if not key or len(key) > _LONGEST:
        raise Unreadable("idempotency_key", f"Idempotency-Key has 1 to {_LONGEST} signs.", "Idempotency-Key")
    known_as = desk.sealer.digest("request", f"{desk.actor}\x1f{key}")
    asked = desk.sealer.digest("asked", asks)
    desk.turn(f"request/{known_as}")
    row = desk.one(requests, id=known_as)
    if row is not None:
        before, _, answer = row["answer"].partition("\n")
        if before != asked:
            says = "This Idempotency-Key came before with another request; take a new key for a new request."
            raise Unreadable("key_reused", says, "Idempotency-Key")
        return answer, False
    answer = does()
    desk.insert(requests, id=known_as, answer=f"{asked}\n{answer}", **desk.made())
    return answer, True
