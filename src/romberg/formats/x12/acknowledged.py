"""Reads what comes back before a payment: TA1, 999, 277CA and 277, and 271."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from romberg.claims.acknowledgement import Benefit, ClaimAnswer, Eligibility, FileAnswer, SegmentFault
from romberg.formats.x12.envelope import whole
from romberg.formats.x12.grouping import before, named, starting, transactions, value
from romberg.formats.x12.segments import Segment, opened
from romberg.formats.x12.values import cents, count, day, element

_TAKEN = {"A": True, "E": True, "P": None, "R": False, "M": False, "W": False, "X": False}
_SENT_BACK = ("A3", "A6", "A7", "A8", "DR", "E")  # categories of claims that must be corrected and sent again
_GOING_ON = ("A0", "A1", "A2", "A5", "P", "F")


def file_answers(stream: IO[bytes]) -> Iterator[FileAnswer]:
    """What a TA1 or a 999 says of the file that was sent, one for each transaction that it names."""
    _, segments = opened(stream)
    held = list(segments)
    for one in held:
        if one.elements[0] == "TA1":
            code = element(one.elements, 4)
            note = element(one.elements, 5)
            faults = () if note in ("", "000") else (SegmentFault("ISA", None, "", note),)
            yield FileAnswer("TA1", element(one.elements, 1), _TAKEN.get(code), code, faults)
    if any(one.elements[0] == "ST" for one in held):
        for transaction in transactions(whole(held), ("999", "997")):
            yield from _sets(transaction)


def _sets(segments: Sequence[Segment]) -> Iterator[FileAnswer]:
    for one in starting(segments, "AK2", ("AK9", "SE")):
        code = value(one, "IK5", 1) or value(one, "AK5", 1) or ""
        yield FileAnswer("999", element(one[0].elements, 2), _TAKEN.get(code), code, tuple(_faults(one)))


def _faults(segments: Sequence[Segment]) -> Iterator[SegmentFault]:
    for one in starting(segments, "IK3", ("IK5",)):
        says = one[0].elements
        inner = [fault.elements for fault in one if fault.elements[0] == "IK4"]
        where = (element(says, 1), count(element(says, 2)))
        yield from (SegmentFault(*where, element(fault, 1), element(fault, 3)) for fault in inner)
        if not inner:
            yield SegmentFault(*where, "", element(says, 4))


def claim_answers(stream: IO[bytes]) -> Iterator[ClaimAnswer]:
    """What a 277CA or 277 says of each claim that it names."""
    signs, segments = opened(stream)
    for transaction in transactions(whole(segments), ("277",)):
        for level in starting(transaction, "HL", ("SE",)):
            if element(level[0].elements, 3) in ("22", "23", "PT"):
                yield from (_claim(one, signs.component) for one in starting(level, "TRN"))


def _claim(segments: Sequence[Segment], component: str) -> ClaimAnswer:
    says = next(named(segments, "STC"), [])
    parts = element(says, 1).split(component)
    category = parts[0]
    return ClaimAnswer(
        claim_id=element(segments[0].elements, 2),
        category=category,
        status=element(parts, 1),
        taken=False if category.startswith(_SENT_BACK) else True if category.startswith(_GOING_ON) else None,
        charge_cents=cents(element(says, 4)),
        payer_claim_id=value(segments, "REF", 2, "1K"),
        on=day(element(says, 2)),
    )


def eligibilities(stream: IO[bytes]) -> Iterator[Eligibility]:
    """What a 271 says of each member's cover, with the limits of therapy where a payer tells them."""
    signs, segments = opened(stream)
    for transaction in transactions(whole(segments), ("271",)):
        payer = ""
        for level in starting(transaction, "HL", ("SE",)):
            payer = value(level, "NM1", 9, "PR") or payer
            refused = tuple(element(one, 3) for one in named(level, "AAA") if element(one, 3))
            member = next(
                named(before(level, ("EB",)), "NM1", "IL"), next(named(before(level, ("EB",)), "NM1", "03"), [])
            )
            benefits = tuple(_benefit(one, signs.repeat or "^") for one in starting(level, "EB", ("LS",)))
            if benefits or refused:
                yield Eligibility(element(member, 9), payer, benefits, refused)


def _benefit(segments: Sequence[Segment], repeat: str) -> Benefit:
    says = segments[0].elements
    return Benefit(
        what=element(says, 1),
        services=tuple(one for one in element(says, 3).split(repeat) if one),
        plan=element(says, 5),
        period=element(says, 6),
        amount_cents=cents(element(says, 7)),
        percent=element(says, 8),
        quantity=" ".join(part for part in (element(says, 10), element(says, 9)) if part),
        message=value(segments, "MSG", 1) or "",
    )
