"""Reads what was asked of a payer about a patient's cover (270), and what it answered (271), level by level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import IO

from romberg.claims.eligibility import Benefit, Eligibility, Inquiry
from romberg.formats.x12.envelope import ENVELOPES, whole
from romberg.formats.x12.grouping import before, named, prove_kind, runs, starting, value
from romberg.formats.x12.segments import Segment, opened
from romberg.formats.x12.values import cents, count, day, element

_PAYER, _SUBSCRIBER, _PATIENT = "20", "22", "23"
_SAID = {"Y": True, "N": False}  # U and W: not known, does not matter
_SERVICE_DAY, _PLAN_DAY = "472", "291"


def eligibilities(stream: IO[bytes]) -> Iterator[Eligibility]:
    """What a 271 says of each member's cover, with the limits of therapy where a payer tells them."""
    for member, payer, part, repeat in _levels(stream, "271"):
        refused = tuple(element(one, 3) for one in named(part, "AAA") if element(one, 3))
        benefits = tuple(_benefit(one, repeat) for one in starting(part, "EB", ("LS", "LE")))
        last = element(part[0].elements, 3) in (_SUBSCRIBER, _PATIENT) and element(part[0].elements, 4) != "1"
        if benefits or refused or last:
            told = value(part, "DTP", 3, _SERVICE_DAY) or value(part, "DTP", 3, _PLAN_DAY) or ""
            yield Eligibility(member, payer, benefits, refused, day(told[:8]))


def inquiries(stream: IO[bytes]) -> Iterator[Inquiry]:
    """What a 270 asks for each member."""
    for member, payer, part, repeat in _levels(stream, "270"):
        services = tuple(one for says in named(part, "EQ") for one in element(says, 1).split(repeat) if one)
        if services:
            told = (value(part, "DTP", 3, _PLAN_DAY) or value(part, "DTP", 3, _SERVICE_DAY) or "")[:8]
            yield Inquiry(member, payer, services, value(part, "TRN", 2) or "", day(told))


def _levels(stream: IO[bytes], kind: str) -> Iterator[tuple[str, str, Sequence[Segment], str]]:
    """Each level with the member's and the payer's number in force; also what stands before the first level."""
    signs, segments = opened(stream)
    member = payer = ""
    for part in runs(whole(segments), (*ENVELOPES, "HL")):
        name, says = part[0].elements[0], part[0].elements
        if name == "ST":
            prove_kind(part[0], (kind,))
            member = payer = ""
        elif name != "HL":
            continue
        level = element(says, 3)
        if level == _PAYER:
            member, payer = "", value(part, "NM1", 9, "PR") or value(part, "NM1", 9, "2B") or ""
        elif level in (_SUBSCRIBER, _PATIENT):
            head = before(part, ("EB",))
            member = value(head, "NM1", 9, "IL") or value(head, "NM1", 9, "03") or (member if level == _PATIENT else "")
        yield member, payer, part, signs.repeat or "^"


def _benefit(segments: Sequence[Segment], repeat: str) -> Benefit:
    says = segments[0].elements
    found = Benefit(
        what=element(says, 1),
        level=element(says, 2),
        services=tuple(one for one in element(says, 3).split(repeat) if one),
        plan=element(says, 5),
        period=element(says, 6),
        amount_cents=cents(element(says, 7)),
        percent=element(says, 8),
        needs_authorization=_SAID.get(element(says, 11)),
        in_network=_SAID.get(element(says, 12)),
        message=" ".join(element(one, 1) for one in named(segments, "MSG")),
        insurance=element(says, 4),
    )
    return replace(found, measure=element(says, 9), count=count(element(says, 10)))
