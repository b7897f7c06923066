"""Looks at a whole file before it is sent: every edit, and one finding for one defect."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from romberg.formats.unreadable import Unreadable
from romberg.formats.x12 import r835
from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.edits import (
    balance,
    code_edits,
    envelopes,
    full_charge,
    guide,
    names,
    remittance,
    situations,
    syntax,
    therapy,
)
from romberg.formats.x12.edits.catalogue import Found, specific
from romberg.formats.x12.edits.claim import Look, looks
from romberg.formats.x12.edits.once import once as told_once
from romberg.formats.x12.edits.walk import Held, walk
from romberg.formats.x12.segments import Segment, opened
from romberg.formats.x12.values import element

PROFESSIONAL = ("005010X222", "005010X222A1", "005010X222A2")


@dataclass(frozen=True, slots=True)
class Validated:
    """What a file holds and what is wrong with it; `transaction` is its kind (837, 835), empty where it has none.

    `errors` are what is sent back or paid otherwise (errors and warnings), `notices` what is worth a look and may be
    right as it is.
    """

    transaction: str
    claims: int
    errors: tuple[Found, ...]
    notices: tuple[Found, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The object of `romberg x12 validate --format json`."""
        return {
            "transaction": self.transaction,
            "claims": self.claims,
            "errors": [one.as_dict() for one in self.errors],
            "notices": [one.as_dict() for one in self.notices],
        }


def validate(data: bytes, today: date) -> Validated:
    """Every edit on a file; raises Unreadable where its segments cannot be told apart."""
    return validate_stream(io.BytesIO(data), today)


def validate_stream(stream: IO[bytes], today: date) -> Validated:
    """Every edit on a file of any size, a transaction at a time; the stream must be one that can be gone back in."""
    signs, segments = opened(stream)
    file = _File(signs, today)
    found = list(envelopes.found(file.heard(segments)))
    found += file.found()
    if file.kind == "835" and not file.apart:
        found += _remittances(stream)
    kept = [specific(one) for one in told_once(found, guide.ABSENT, file.levels)]
    notices = tuple(one for one in kept if one.severity == "notice")
    return Validated(file.kind, file.claims, tuple(one for one in kept if one.severity != "notice"), notices)


class _File:
    """What is found in a file while it streams by, and the little that is kept of it."""

    def __init__(self, signs: Delimiters, today: date) -> None:
        self.kind, self.claims = "", 0
        self.levels: list[int] = []  # the numbers of the segments HL
        self.apart: list[Found] = []
        self._signs, self._today = signs, today
        self._single: list[Found] = []
        self._professional: list[Found] = []
        self._across = (situations.Numbers(), full_charge.Charges(), therapy.Thresholds())
        self._group: list[Segment] = []
        self._transaction: list[Segment] = []
        self._looks = False  # whether what streams by is of a professional claim

    def heard(self, segments: Iterable[Segment]) -> Iterator[Segment]:
        """The same segments, each looked at as it passes."""
        for one in segments:
            self._take(one)
            yield one
        self._end()

    def found(self) -> list[Found]:
        """Everything but the faults of envelopes, in the order in which it is told."""
        across = [found for each in self._across for found in each.found()]
        return [*self.apart, *self._single, *self._professional, *across]

    def _take(self, one: Segment) -> None:
        name = one.elements[0]
        if name == "GS":
            self._group = [one]
            self._looks = element(one.elements, 1) == "HC" and _is_professional(self._group)
        elif name == "ST":
            self._begin(one)
        elif self._transaction:
            self._transaction.append(one)
        self._single += syntax.found(one, self._looks, self._signs)
        self.claims += name in ("CLM", "CLP")
        if name == "HL":
            self.levels.append(one.number)
        elif name in ("SE", "GE", "IEA"):
            self._end()

    def _begin(self, one: Segment) -> None:
        self._end()
        kind = element(one.elements, 1)
        self.kind = self.kind or kind
        self._transaction = [one]
        self._looks = kind == "837" and _is_professional([*self._group, one])

    def _end(self) -> None:
        """The edits on a transaction, at its SE or, where that is missing, at the next envelope."""
        whole, self._transaction = self._transaction, []
        if not whole:
            return
        heads = [*self._group, whole[0]]
        apart = list(guide.kinds(heads))
        self.apart += apart
        if self._looks and not apart:
            self._professional += guide.versions(heads)
            self._professional += self._claims_of(whole)

    def _claims_of(self, transaction: Sequence[Segment]) -> Iterator[Found]:
        root, misplaced = walk(transaction)
        yield from misplaced
        yield from _of_transaction(root, transaction)
        for look in looks(root, self._signs.component):
            for each in self._across:
                each.take(look)
            yield from _of_claim(look, self._today)


def _is_professional(heads: Sequence[Segment]) -> bool:
    """Whether GS08 and ST03 name professional claims, or no guide of claims at all."""
    told = {element(one.elements, 8 if one.elements[0] == "GS" else 3) for one in heads}
    return bool(told & set(PROFESSIONAL)) or not any(one.startswith("005010X22") for one in told)


def _of_transaction(root: Held, transaction: Sequence[Segment]) -> Iterator[Found]:
    yield from guide.found(root)
    yield from names.found(root)
    yield from guide.levels(transaction)
    yield from situations.levels(root)
    yield from code_edits.parties(root)


def _of_claim(look: Look, today: date) -> Iterator[Found]:
    yield from balance.found(look)
    yield from situations.found(look, today)
    for edits in (code_edits.found, code_edits.members, code_edits.reasons, therapy.found):
        yield from edits(look)


def _remittances(stream: IO[bytes]) -> Iterator[Found]:
    stream.seek(0)
    try:
        for one in r835.remittances(stream):
            yield from remittance.found(one)
    except Unreadable:
        return  # its envelope is broken, which the edits on envelopes tell
