"""One claim out of its segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from romberg.claims import (
    ClaimLine,
    LineAnswer,
    OtherPayer,
    ProfessionalClaim,
    ServiceLine,
)
from romberg.formats.x12.grouping import before, named, starting, value
from romberg.formats.x12.malformed import malformed
from romberg.formats.x12.p837 import parties_in
from romberg.formats.x12.p837.under import Level
from romberg.formats.x12.reasons import adjustments
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import cents, count, day, element, number
from romberg.knowledge.diagnosis_signs import pointed

_DIAGNOSES = ("ABK", "ABF", "BK", "BF")
_T = TypeVar("_T")


def claim(segments: Sequence[Segment], level: Level, component: str) -> ProfessionalClaim:
    """A claim out of the segments from CLM to the next claim; what is not there is empty."""
    head = before(segments, ("LX",))
    own, first = before(head, ("NM1", "SBR")), before(head, ("SBR",))
    says = segments[0].elements
    place, _, frequency = (*element(says, 5).split(component), "", "", "")[:3]
    causes = (*element(says, 11).split(component), "", "", "", "")[:4]
    parties = {element(one[0].elements, 1): parties_in.provider(one) for one in starting(first, "NM1")}
    paid = value(own, "AMT", 2, "F5")
    return ProfessionalClaim(
        claim_id=element(says, 1),
        billing=level.billing,
        subscriber=level.subscriber,
        patient=level.patient,
        pay_to=level.pay_to,
        place=place,
        frequency=frequency,
        lines=tuple(_line(one, component) for one in starting(segments, "LX")),
        diagnoses=tuple(_diagnoses(own, component)),
        payer_claim_number=value(own, "REF", 2, "F8") or "",
        authorization=value(own, "REF", 2, "G1") or "",
        referral=value(own, "REF", 2, "9F") or "",
        onset_date=day_of(own, "431"),
        initial_treatment_date=day_of(own, "454"),
        last_seen_date=day_of(own, "304"),
        accident_date=day_of(own, "439"),
        causes=tuple(one for one in causes[:3] if one),
        accident_state=causes[3],
        note=value(own, "NTE", 2) or "",
        accepts_assignment=element(says, 7) == "A",
        benefits_assigned=element(says, 8) == "Y",
        signature_on_file=element(says, 6) == "Y",
        patient_paid_cents=None if paid is None else cents(paid),
        referring=parties.get("DN"),
        rendering=parties.get("82"),
        supervising=parties.get("DQ"),
        facility=parties.get("77"),
        other_payers=tuple(_other_payer(one) for one in starting(head, "SBR")),
    )


def day_of(segments: Sequence[Segment], qualifier: str) -> date | None:
    """The day that a segment DTP of this qualifier tells, the first of a range; None where there is none."""
    return day((value(segments, "DTP", 3, qualifier) or "")[:8])


def _diagnoses(segments: Sequence[Segment], component: str) -> Iterator[str]:
    for says in named(segments, "HI"):
        for composite in says[1:]:
            parts = composite.split(component)
            if parts[0] in _DIAGNOSES and element(parts, 1):
                yield pointed(parts[1])


def _line(segments: Sequence[Segment], component: str) -> ClaimLine:
    own = before(segments, ("SVD",))
    says = next(named(segments, "SV1"), [])
    procedure = element(says, 1).split(component)
    days = (value(own, "DTP", 3, "472") or "").split("-")
    parties = {element(one[0].elements, 1): parties_in.provider(one) for one in starting(own, "NM1")}
    charge = known(cents(element(says, 2)), "an amount", segments[0].number, "SV102")
    units = known(count(element(says, 4)), "a whole number of units", segments[0].number, "SV104")
    modifiers = tuple(one for one in procedure[2:6] if one)
    return ClaimLine(
        ServiceLine(element(procedure, 1), units, modifiers, charge_cents=charge),
        service_date=known(day(days[0]), "a date", segments[0].number, "DTP03"),
        charge_cents=charge,
        pointers=tuple(at for one in element(says, 7).split(component) if (at := number(one)) is not None),
        control=value(own, "REF", 2, "6R") or "",
        place=element(says, 5),
        rendering=parties.get("82"),
        ordering=parties.get("DK"),
        note=value(own, "NTE", 2) or "",
        answers=tuple(_answer(one, component) for one in starting(segments, "SVD")),
        last_date=day(days[1]) if len(days) > 1 else None,
    )


def known(found: _T | None, what: str, at: int, place: str) -> _T:
    """A value that a line cannot be without; raises Unreadable with the segment at which its line (LX) begins."""
    if found is None:
        raise malformed("x12_value", f"the line that begins here has not {what} where one must stand.", at, place)
    return found


def _answer(segments: Sequence[Segment], component: str) -> LineAnswer:
    says = segments[0].elements
    procedure = element(says, 3).split(component)
    left = value(segments, "AMT", 2, "EAF")
    return LineAnswer(
        payer_id=element(says, 1),
        paid_cents=known(cents(element(says, 2)), "an amount", segments[0].number, "SVD02"),
        code=element(procedure, 1),
        modifiers=tuple(one for one in procedure[2:6] if one),
        units=count(element(says, 5)) or 0,
        adjustments=tuple(adjustments(segments)),
        paid_date=day_of(segments, "573"),
        patient_cents=None if left is None else cents(left),
    )


def _other_payer(segments: Sequence[Segment]) -> OtherPayer:
    parties = {element(one[0].elements, 1): one for one in starting(segments, "NM1")}
    says = segments[0].elements
    pays = parties.get("PR", [])
    paid, left = value(segments, "AMT", 2, "D"), value(segments, "AMT", 2, "EAF")
    return OtherPayer(
        parties_in.subscriber(says, parties.get("IL", []), pays, element(says, 2)),
        paid_cents=None if paid is None else cents(paid),
        adjustments=tuple(adjustments(before(segments, ("NM1",)))),
        paid_date=day_of(pays, "573"),
        claim_number=value(pays, "REF", 2, "F8") or "",
        remaining_cents=None if left is None else cents(left),
    )
