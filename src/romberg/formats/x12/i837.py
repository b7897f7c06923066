"""One institutional claim (837I) out of its segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from romberg.claims import InstitutionalClaim, InstitutionalLine
from romberg.formats.x12.grouping import before, named, starting, value
from romberg.formats.x12.p837 import parties_in
from romberg.formats.x12.p837.claim_in import known
from romberg.formats.x12.p837.under import Level
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import cents, count, day, element
from romberg.knowledge.diagnosis_signs import pointed

_PRINCIPAL, _OTHERS = ("ABK", "BK"), ("ABF", "BF")
_ADMITTING, _REASONS = ("ABJ", "BJ"), ("APR", "PR")


def claim(segments: Sequence[Segment], level: Level, component: str) -> InstitutionalClaim:
    """A claim out of the segments from CLM to the next claim; what is not there is empty."""
    head = before(segments, ("LX",))
    own, first = before(head, ("NM1", "SBR")), before(head, ("SBR",))
    says = segments[0].elements
    facility, _, frequency = (*element(says, 5).split(component), "", "", "")[:3]
    told = list(_composites(own, component))
    parties = {element(one[0].elements, 1): parties_in.provider(one) for one in starting(first, "NM1")}
    begins, ends = _days(value(own, "DTP", 3, "434") or "")
    return InstitutionalClaim(
        claim_id=element(says, 1),
        billing=level.billing,
        subscriber=level.subscriber,
        patient=level.patient,
        facility=facility,
        frequency=frequency,
        charge_cents=known(cents(element(says, 2)), "an amount", segments[0].number, "CLM02"),
        lines=tuple(_line(one, component) for one in starting(segments, "LX")),
        diagnoses=tuple(_diagnoses(told, _PRINCIPAL + _OTHERS)),
        admitting_diagnosis=next(_diagnoses(told, _ADMITTING), ""),
        reasons_for_visit=tuple(_diagnoses(told, _REASONS)),
        first_date=begins,
        last_date=ends,
        patient_status=value(own, "CL1", 3) or "",
        conditions=tuple(element(one, 1) for one in told if one[0] == "BG"),
        occurrences=tuple(_occurrences(told)),
        values=tuple(_values(told)),
        payer_claim_number=value(own, "REF", 2, "F8") or "",
        authorization=value(own, "REF", 2, "G1") or "",
        attending=parties.get("71"),
        operating=parties.get("72"),
        rendering=parties.get("82"),
        referring=parties.get("DN"),
    )


def _composites(segments: Sequence[Segment], component: str) -> Iterator[list[str]]:
    for says in named(segments, "HI"):
        yield from (one.split(component) for one in says[1:])


def _diagnoses(told: Sequence[Sequence[str]], kinds: Sequence[str]) -> Iterator[str]:
    return (pointed(one[1]) for one in told if one[0] in kinds and element(one, 1))


def _occurrences(told: Sequence[Sequence[str]]) -> Iterator[tuple[str, date]]:
    for one in told:
        on = day(element(one, 3)) if one[0] == "BH" else None
        if on is not None:
            yield element(one, 1), on


def _values(told: Sequence[Sequence[str]]) -> Iterator[tuple[str, int]]:
    for one in told:
        amount = cents(element(one, 4)) if one[0] == "BE" else None
        if amount is not None:
            yield element(one, 1), amount


def _days(text: str) -> tuple[date | None, date | None]:
    """The first and the last day of a range, or one day twice."""
    first, _, last = text.partition("-")
    return day(first[:8]), day(last[:8] or first[:8])


def _line(segments: Sequence[Segment], component: str) -> InstitutionalLine:
    says = next(named(segments, "SV2"), [])
    procedure = element(says, 2).split(component)
    first, _, last = (value(segments, "DTP", 3, "472") or "").partition("-")
    rendering = next((one for one in starting(segments, "NM1") if element(one[0].elements, 1) == "82"), None)
    return InstitutionalLine(
        revenue=element(says, 1),
        code=element(procedure, 1),
        modifiers=tuple(one for one in procedure[2:6] if one),
        charge_cents=known(cents(element(says, 3)), "an amount", segments[0].number, "SV203"),
        measure=element(says, 4),
        units=count(element(says, 5)),
        not_covered_cents=cents(element(says, 7)),
        service_date=day(first[:8]),
        last_date=day(last),
        control=value(segments, "REF", 2, "6R") or "",
        rendering=parties_in.provider(rendering) if rendering else None,
    )
