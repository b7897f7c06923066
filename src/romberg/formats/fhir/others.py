"""What another payer answered before, as the resource ClaimResponse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from romberg.claims import Adjustment, OtherPayer, ProfessionalClaim
from romberg.formats.fhir import parties
from romberg.formats.fhir.coding import CARC, CARIN, GROUP, HL7, Object, concept, day, filled, identifier, money
from romberg.formats.fhir.parties import Register

ADJUDICATION = f"{HL7}adjudication"
_ADJUSTED = concept(f"{CARIN}C4BBAdjudicationDiscriminator", "adjustmentreason")


def answer(one: ProfessionalClaim, other: OtherPayer, treated: Object, register: Register, now: datetime) -> Object:
    """A reference to what a payer answered; empty where it has not answered yet."""
    items = list(_items(one, other))
    if other.paid_cents is None and not items:
        return {}
    payer = other.subscriber.payer
    days = [other.paid_date, *(told.paid_date for line in one.lines for told in line.answers)]
    on = max((known for known in days if known is not None), default=now.date())
    found = filled(
        resourceType="ClaimResponse",
        identifier=[identifier("", other.claim_number)] if other.claim_number else [],
        status="active",
        type=concept(f"{HL7}claim-type", "professional"),
        use="claim",
        patient=treated,
        created=day(on),
        insurer=register.add(parties.payer(payer), payer.name),
        outcome="complete",
        item=items,
        adjudication=list(adjustments(other.adjustments)),
        total=[{"category": concept(ADJUDICATION, "benefit"), "amount": money(other.paid_cents)}]
        if other.paid_cents is not None
        else [],
    )
    return register.add(found, payer.name)


def _items(one: ProfessionalClaim, other: OtherPayer) -> Iterator[Object]:
    for at, line in enumerate(one.lines, 1):
        for told in line.answers:
            if told.payer_id == other.subscriber.payer.payer_id:
                paid = {"category": concept(ADJUDICATION, "benefit"), "amount": money(told.paid_cents)}
                yield {"itemSequence": at, "adjudication": [paid, *adjustments(told.adjustments)]}


def adjustments(given: Iterable[Adjustment]) -> Iterator[Object]:
    """Each adjustment with its group and reason."""
    for one in given:
        reason = {"coding": [{"system": CARC, "code": one.carc}, {"system": GROUP, "code": one.group}]}
        value = {} if one.quantity is None else {"value": one.quantity}
        yield filled(category=_ADJUSTED, reason=reason, amount=money(one.cents)) | value
