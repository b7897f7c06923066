"""Reads remittances (835): each payment with its claims, lines, adjustments and remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO

from romberg.claims import ClaimPayment, LinePayment, ProviderAdjustment, Remittance
from romberg.formats.x12.envelope import whole
from romberg.formats.x12.grouping import before, named, starting, transactions, value
from romberg.formats.x12.reasons import REASONS, adjustments
from romberg.formats.x12.segments import Segment, opened
from romberg.formats.x12.values import cents, count, day, element

_MOVED = range(3, 15, 2)  # PLB03, PLB05 ...: each a reason with its reference, and its amount
_REMARKS = {"MIA": (5, 20, 21, 22, 23), "MOA": (3, 4, 5, 6, 7)}
_ENDS_CLAIM = ("LX", "TS3", "TS2", "PLB", "SE")
_PROCEDURE = frozenset(("HC", "HP", "WK", "ER", "IV", "AD", "N4", "NU", "ID", "UI"))


def remittances(stream: IO[bytes]) -> Iterator[Remittance]:
    """Each payment of a file, in order; raises Unreadable at what breaks the file, with the segment's number."""
    signs, segments = opened(stream)
    for transaction in transactions(whole(segments), ("835",)):
        yield _remittance(transaction, signs.component)


def _remittance(segments: Sequence[Segment], component: str) -> Remittance:
    head = before(segments, ("LX", "CLP", "PLB"))
    parties = {element(one[0].elements, 1): one for one in starting(head, "N1")}
    payer, payee = parties.get("PR", []), parties.get("PE", [])
    paid = next(named(head, "BPR"), [])
    return Remittance(
        payer_name=value(payer, "N1", 2),
        payer_id=value(payer, "REF", 2, "2U") or value(payer, "N1", 4) or value(head, "TRN", 3),
        payee_npi=value(payee, "N1", 4) if value(payee, "N1", 3) == "XX" else value(payee, "REF", 2, "PQ"),
        payee_tax_id=value(payee, "REF", 2, "TJ") or (value(payee, "N1", 4) if value(payee, "N1", 3) == "FI" else None),
        trace=value(head, "TRN", 2),
        method=element(paid, 4) or None,
        paid_date=day(element(paid, 16)),
        paid_cents=cents(element(paid, 2)),
        is_debit=element(paid, 3) == "D",
        claims=tuple(_claim(one, component) for one in starting(segments, "CLP", _ENDS_CLAIM)),
        provider_adjustments=tuple(_moved(segments, component)),
        control=element(segments[0].elements, 2) or None,
        segment=segments[0].number,
    )


def _claim(segments: Sequence[Segment], component: str) -> ClaimPayment:
    head = before(segments, ("SVC",))
    says = segments[0].elements
    patient = next(named(head, "NM1", "QC"), [])
    insured = next(named(head, "NM1", "IL"), patient)
    return ClaimPayment(
        claim_id=element(says, 1),
        status=element(says, 2),
        charge_cents=cents(element(says, 3)),
        paid_cents=cents(element(says, 4)),
        patient_cents=cents(element(says, 5)),
        filing=element(says, 6) or None,
        payer_claim_id=element(says, 7) or None,
        lines=tuple(_line(one, component) for one in starting(segments, "SVC", _ENDS_CLAIM)),
        adjustments=tuple(adjustments(head)),
        rarcs=tuple(_claim_remarks(head)),
        service_date=_day(head, "232", "472", "233"),
        received_date=_day(head, "050"),
        patient_name=", ".join(part for part in (element(patient, 3), element(patient, 4)) if part) or None,
        member_id=element(insured, 9) or element(patient, 9) or None,
        rendering_npi=value(head, "NM1", 9, "82"),
        forwarded_to=value(head, "NM1", 3, "TT"),
        segment=segments[0].number,
        adjustments_unread=_unread(head),
    )


def _line(segments: Sequence[Segment], component: str) -> LinePayment:
    says = segments[0].elements
    code, modifiers = procedure(element(says, 1), component)
    billed, _ = procedure(element(says, 6), component)
    return LinePayment(
        code=code,
        modifiers=modifiers,
        charge_cents=cents(element(says, 2)),
        paid_cents=cents(element(says, 3)),
        units=count(element(says, 5)) if element(says, 5) else 1,  # left out where it is one
        billed_units=count(element(says, 7)),
        billed_code=billed or None,
        service_date=_day(segments, "472", "150"),
        adjustments=tuple(adjustments(segments)),
        rarcs=tuple(element(one, 2) for one in named(segments, "LQ", "HE") if element(one, 2)),
        allowed_cents=cents(value(segments, "AMT", 2, "B6") or ""),
        control=value(segments, "REF", 2, "6R"),
        segment=segments[0].number,
        adjustments_unread=_unread(segments),
    )


def procedure(composite: str, component: str) -> tuple[str, tuple[str, ...]]:
    """A code and its modifiers out of a composite (SVC01, SVC06); a code without its qualifier stands as it is."""
    parts = composite.split(component)
    if parts[0] not in _PROCEDURE and len(parts) == 1:
        return parts[0], ()
    return element(parts, 1), tuple(one for one in parts[2:6] if one)


def _day(segments: Sequence[Segment], *qualifiers: str) -> date | None:
    found = (day(value(segments, "DTM", 2, one) or "") for one in qualifiers)
    return next((one for one in found if one is not None), None)


def _unread(segments: Sequence[Segment]) -> bool:
    """Whether an adjustment says a reason and no amount that can be read, or an amount without its reason."""
    return any(
        bool(element(says, at)) != (cents(element(says, at + 1)) is not None)
        for says in named(segments, "CAS")
        for at in REASONS
    )


def _claim_remarks(head: Sequence[Segment]) -> Iterator[str]:
    for name, places in _REMARKS.items():
        for says in named(head, name):
            yield from (element(says, at) for at in places if element(says, at))


def _moved(segments: Sequence[Segment], component: str) -> Iterator[ProviderAdjustment]:
    for one in segments:
        if one.elements[0] != "PLB":
            continue
        for at in _MOVED:
            if says := element(one.elements, at):
                reason, _, reference = says.partition(component)
                moved = cents(element(one.elements, at + 1))
                yield ProviderAdjustment(reason, moved, reference or None, element(one.elements, 1) or None, one.number)
