"""Records what came back before any payment: whether a file was taken (999, TA1), and what became of claims (277CA)."""

from __future__ import annotations

from typing import Any, Literal

from romberg.claims.acknowledgement import ClaimAnswer, FileAnswer
from romberg.store.remitting.numbers import claim_index
from romberg.store.workplace import Desk, claims
from romberg.store.workplace import tables as t

Recorded = Literal["accepted", "rejected", "unknown", "unsaid"]
_BEFORE_PAYMENT = ("sent", "accepted", "rejected")  # what a payer decided later stands above these


def record_answer(desk: Desk, one: ClaimAnswer) -> Recorded:
    """Bring the claim that an answer names to accepted or rejected, where it is known here."""
    return _recorded(desk, one.taken, desk.one(t.claims, claim_index=claim_index(desk, one.claim_id)))


def record_file(desk: Desk, one: FileAnswer) -> Recorded:
    """Bring the claim of the file that an answer names, by its control number, to accepted or rejected.

    A file that was taken is no claim that was accepted: only one that was sent back moves its claim. Files that go out
    from here bear one number on file, group and transaction; an answer that names two is to another program's file.
    """
    numbers = {_number(each) for each in (one.control, one.group or one.control)}
    number = numbers.pop()
    row = None if numbers or number is None else desk.one(t.claims, control=number)
    if one.taken is not True:
        return _recorded(desk, one.taken, row)
    return "unknown" if row is None else "accepted"


def _number(told: str) -> int | None:
    plain = told.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else None


def _recorded(desk: Desk, taken: bool | None, row: dict[str, Any] | None) -> Recorded:
    if row is None:
        return "unknown"
    if taken is None:
        return "unsaid"
    verdict: Literal["accepted", "rejected"] = "accepted" if taken else "rejected"
    if row["status"] in _BEFORE_PAYMENT and row["status"] != verdict:
        claims.move(desk, row["id"], verdict)
    return verdict
