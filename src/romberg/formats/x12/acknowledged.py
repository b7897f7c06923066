"""Reads what comes back before a payment: TA1 and 999 of a file, 277CA and 277 of its claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from romberg.claims.acknowledgement import ClaimAnswer, FileAnswer, SegmentFault
from romberg.formats.x12.envelope import ENVELOPES, whole
from romberg.formats.x12.grouping import named, prove_kind, runs, starting, value
from romberg.formats.x12.segments import Segment, opened
from romberg.formats.x12.values import cents, count, day, element

_TAKEN = {"A": True, "E": True, "P": None, "R": False, "M": False, "W": False, "X": False}
_SENT_BACK = ("A3", "A6", "A7", "A8", "DR", "E")  # categories of claims that must be corrected and sent again
_GOING_ON = ("A0", "A1", "A2", "A5", "P", "F")
_PATIENTS = ("22", "23", "PT")


def file_answers(stream: IO[bytes]) -> Iterator[FileAnswer]:
    """What a TA1 or a 999 says of the file that was sent, one for each transaction that it names."""
    _, segments = opened(stream)
    for part in runs(whole(segments), (*ENVELOPES, "TA1")):
        if part[0].elements[0] == "TA1":
            yield _interchange(part[0])
        elif part[0].elements[0] == "ST":
            prove_kind(part[0], ("999", "997"))
            yield from _sets(part)


def _interchange(one: Segment) -> FileAnswer:
    code, note = element(one.elements, 4), element(one.elements, 5)
    faults = () if note in ("", "000") else (SegmentFault("ISA", None, "", note),)
    return FileAnswer("TA1", element(one.elements, 1), _TAKEN.get(code), code, faults)


def _sets(segments: Sequence[Segment]) -> Iterator[FileAnswer]:
    group = value(segments, "AK1", 2) or ""
    for one in starting(segments, "AK2", ("AK9",)):
        code = value(one, "IK5", 1) or value(one, "AK5", 1) or ""
        yield FileAnswer("999", element(one[0].elements, 2), _TAKEN.get(code), code, tuple(_faults(one)), group)


def _faults(segments: Sequence[Segment]) -> Iterator[SegmentFault]:
    """The faults of one transaction; those of an older answer (997) stand in AK3 and AK4."""
    for old, new in (("AK3", "IK3"), ("AK4", "IK4")):
        segments = [
            Segment(one.number, [new, *one.elements[1:]]) if one.elements[0] == old else one for one in segments
        ]
    for one in starting(segments, "IK3", ("IK5", "AK5")):
        says = one[0].elements
        inner = [fault.elements for fault in one if fault.elements[0] == "IK4"]
        where = (element(says, 1), count(element(says, 2)))
        yield from (SegmentFault(*where, element(fault, 1), element(fault, 3)) for fault in inner)
        if not inner:
            yield SegmentFault(*where, "", element(says, 4))


def claim_answers(stream: IO[bytes]) -> Iterator[ClaimAnswer]:
    """What a 277CA or 277 says of each claim that it names."""
    signs, segments = opened(stream)
    for part in runs(whole(segments), (*ENVELOPES, "HL")):
        if part[0].elements[0] == "ST":
            prove_kind(part[0], ("277",))
        elif part[0].elements[0] == "HL" and element(part[0].elements, 3) in _PATIENTS:
            yield from (_claim(one, signs.component) for one in starting(part, "TRN"))


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
