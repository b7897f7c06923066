"""Looks at a whole file before it is sent: every edit, and one finding for one defect."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

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
    signs, stream = opened(io.BytesIO(data))
    segments = list(stream)
    kinds = [element(one.elements, 1) for one in segments if one.elements[0] == "ST"]
    kind = kinds[0] if kinds else ""
    professional = kind == "837" and _is_professional(segments)
    apart = list(guide.kinds(segments))
    found = [*envelopes.found(segments), *apart]
    found += chain.from_iterable(syntax.found(one, professional, signs) for one in segments)
    if professional and not apart:
        found += _professional(segments, signs, today)
    elif kind == "835" and not apart:
        found += _remittances(data)
    levels = [one.number for one in segments if one.elements[0] == "HL"]
    kept = [specific(one) for one in told_once(found, guide.ABSENT, levels)]
    notices = tuple(one for one in kept if one.severity == "notice")
    return Validated(kind, _claims(segments), tuple(one for one in kept if one.severity != "notice"), notices)


def _claims(segments: Sequence[Segment]) -> int:
    return sum(one.elements[0] in ("CLM", "CLP") for one in segments)


def _is_professional(segments: Sequence[Segment]) -> bool:
    told = {element(one.elements, 8) for one in segments if one.elements[0] == "GS"}
    told |= {element(one.elements, 3) for one in segments if one.elements[0] == "ST"}
    return bool(told & set(PROFESSIONAL)) or not any(one.startswith("005010X22") for one in told)


def _professional(segments: Sequence[Segment], signs: Delimiters, today: date) -> Iterator[Found]:
    yield from guide.versions(segments)
    seen: list[Look] = []
    for transaction in _transactions(segments):
        root, misplaced = walk(transaction)
        yield from misplaced
        held = list(looks(root, signs.component))
        seen += held
        yield from _of_transaction(root, transaction)
        for look in held:
            yield from _of_claim(look, today)
    yield from situations.numbers(seen)
    yield from full_charge.found(seen)
    yield from therapy.thresholds(seen)


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


def _transactions(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """The segments of each ST, to its SE or, where that is missing, to the next envelope."""
    held: list[Segment] = []
    for one in segments:
        if one.elements[0] == "ST":
            if held:
                yield held
            held = [one]
        elif held:
            held.append(one)
            if one.elements[0] in ("SE", "GE", "IEA"):
                yield held
                held = []
    if held:
        yield held


def _remittances(data: bytes) -> Iterator[Found]:
    try:
        for one in r835.remittances(io.BytesIO(data)):
            yield from remittance.found(one)
    except Unreadable:
        return  # its envelope is broken, which the edits on envelopes tell
