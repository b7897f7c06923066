"""A claim as the resource Claim, with the resources that it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from romberg.claims import ClaimLine, ProfessionalClaim, Provider, Subscriber
from romberg.claims.professional import ORIGINAL
from romberg.formats.fhir import parties
from romberg.formats.fhir.coding import (
    CARIN,
    HL7,
    ICD_10_CM,
    PLACE,
    TAXONOMY,
    Object,
    address,
    concept,
    day,
    filled,
    identifier,
    money,
    procedure,
    spoken,
)
from romberg.formats.fhir.others import answer
from romberg.formats.fhir.parties import Register

_ROLES = {
    "rendering": concept(f"{HL7}claimcareteamrole", "primary", "rendering"),
    "supervising": concept(f"{HL7}claimcareteamrole", "supervisor", "supervising (DQ)"),
    "referring": concept(f"{CARIN}C4BBClaimCareTeamRole", "referring", "referring (DN)"),
    "ordering": concept(f"{HL7}claimcareteamrole", "other", "ordering (DK)"),
}
_INFORMATION = f"{HL7}claiminformationcategory"
_ACCIDENTS = {"AA": "MVA", "EM": "WPA"}
_RELATED = {"7": "replaces the claim of this number", "8": "takes the claim of this number back"}
PROFESSIONAL = concept(f"{HL7}claim-type", "professional")


@dataclass(frozen=True, slots=True)
class Written:
    """A claim in a register: references to it, its patient, its payer and who bills."""

    claim: Object
    patient: Object
    insurer: Object
    provider: Object


def claim(one: ProfessionalClaim, register: Register, now: datetime) -> Written:
    """The claim and all that it refers to, put into the register."""
    cover = one.subscriber
    own = parties.member(cover) if cover.is_patient else None
    treated = register.add(parties.patient(one.treated, own), spoken(one.treated.name))
    insurer = register.add(parties.payer(cover.payer), cover.payer.name)
    provider = register.add(parties.organization(one.billing), spoken(one.billing.name))
    team = list(dict.fromkeys(_team(one)))
    found = filled(
        resourceType="Claim",
        identifier=[identifier("", one.claim_id)],
        status="active",
        type=PROFESSIONAL,
        use="claim",
        patient=treated,
        billablePeriod=_period(one),
        created=now.isoformat() + ("" if now.tzinfo else "Z"),
        insurer=insurer,
        provider=provider,
        priority=concept(f"{HL7}processpriority", "normal"),
        related=_related(one),
        payee=_payee(one, register),
        facility=_facility(one, register),
        careTeam=[_member(at, role, who, register) for at, (role, who) in enumerate(team, 1)],
        supportingInfo=[{"sequence": at} | told for at, told in enumerate(_information(one), 1)],
        diagnosis=list(_diagnoses(one)),
        insurance=list(_insurance(one, treated, register, now)),
        accident=_accident(one),
        item=[_item(at, line, one, team) for at, line in enumerate(one.lines, 1)],
        total=money(one.charge_cents),
    )
    return Written(register.add(found, one.claim_id), treated, insurer, provider)


def _period(one: ProfessionalClaim) -> Object:
    days = [on for line in one.lines for on in (line.service_date, line.last_date) if on is not None]
    return {"start": day(min(days)), "end": day(max(days))} if days else {}


def _related(one: ProfessionalClaim) -> list[Object]:
    if one.frequency == ORIGINAL:
        return []
    relation = concept(f"{HL7}ex-relatedclaimrelationship", "prior", _RELATED.get(one.frequency, ""))
    return [filled(relationship=relation, reference=identifier("", one.payer_claim_number))]


def _payee(one: ProfessionalClaim, register: Register) -> Object:
    if one.pay_to is None:
        return {}
    party = register.add(parties.organization(one.pay_to), spoken(one.pay_to.name))
    return {"type": concept(f"{HL7}payeetype", "provider"), "party": party}


def _facility(one: ProfessionalClaim, register: Register) -> Object:
    if one.facility is None:
        return {}
    at = address(one.facility.address)
    known = [identifier("http://hl7.org/fhir/sid/us-npi", one.facility.npi, "NPI")] if one.facility.npi else []
    where = filled(
        resourceType="Location", identifier=known, name=spoken(one.facility.name), address=at[0] if at else None
    )
    return register.add(where, spoken(one.facility.name))


# --- who treated


def _team(one: ProfessionalClaim) -> Iterator[tuple[str, Provider]]:
    named = (("rendering", one.rendering), ("supervising", one.supervising), ("referring", one.referring))
    yield from ((role, who) for role, who in named if who is not None)
    for line in one.lines:
        yield from _of_line(line)


def _of_line(line: ClaimLine) -> Iterator[tuple[str, Provider]]:
    named = (("rendering", line.rendering), ("ordering", line.ordering))
    yield from ((role, who) for role, who in named if who is not None)


def _member(at: int, role: str, who: Provider, register: Register) -> Object:
    return filled(
        sequence=at,
        provider=register.add(parties.practitioner(who), spoken(who.name)),
        role=_ROLES[role],
        qualification=concept(TAXONOMY, who.taxonomy) if who.taxonomy else {},
    )


# --- when, why, for whose money


def _information(one: ProfessionalClaim) -> Iterator[Object]:
    dates = (
        ("onset", "431 onset", one.onset_date),
        ("related", "454 initial treatment", one.initial_treatment_date),
        ("related", "304 last seen", one.last_seen_date),
    )
    for category, told, on in dates:
        if on is not None:
            yield {"category": concept(_INFORMATION, category, told), "timingDate": day(on)}
    if one.referral:
        yield {"category": concept(_INFORMATION, "info", "referral number"), "valueString": one.referral}
    if one.note:
        yield {"category": concept(_INFORMATION, "info", "claim note"), "valueString": one.note}
    if one.patient_paid_cents is not None:
        paid = {"value": one.patient_paid_cents / 100, "unit": "USD"}
        yield {"category": concept(_INFORMATION, "info", "paid by the patient"), "valueQuantity": paid}
    for at, line in enumerate(one.lines, 1):
        if line.note:
            told = f"note of line {at}"
            yield {"category": concept(_INFORMATION, "info", told), "valueString": line.note}


def _diagnoses(one: ProfessionalClaim) -> Iterator[Object]:
    for at, code in enumerate(one.diagnoses, 1):
        kind = [concept(f"{HL7}ex-diagnosistype", "principal")] if at == 1 else []
        yield filled(sequence=at, diagnosisCodeableConcept=concept(ICD_10_CM, code), type=kind)


def _insurance(one: ProfessionalClaim, treated: Object, register: Register, now: datetime) -> Iterator[Object]:
    """The cover that the claim goes to, then the others with what they answered."""
    yield filled(
        sequence=1,
        focal=True,
        coverage=_coverage(one.subscriber, treated, register),
        preAuthRef=[one.authorization] if one.authorization else [],
    )
    for at, other in enumerate(one.other_payers, 2):
        told = answer(one, other, treated, register, now)
        yield filled(
            sequence=at, focal=False, coverage=_coverage(other.subscriber, treated, register), claimResponse=told
        )


def _coverage(cover: Subscriber, treated: Object, register: Register) -> Object:
    insured = treated
    if not cover.is_patient:
        insured = register.add(parties.patient(cover.person, parties.member(cover)), spoken(cover.person.name))
    pays = register.add(parties.payer(cover.payer), cover.payer.name)
    return register.add(parties.coverage(cover, treated, insured, pays), cover.payer.name)


def _accident(one: ProfessionalClaim) -> Object:
    if not one.causes or one.accident_date is None:
        return {}
    kind = next((_ACCIDENTS[cause] for cause in one.causes if cause in _ACCIDENTS), "")
    at = filled(state=one.accident_state)
    return filled(date=day(one.accident_date), type=concept(f"{HL7}v3-ActCode", kind), locationAddress=at)


def _item(at: int, line: ClaimLine, one: ProfessionalClaim, team: list[tuple[str, Provider]]) -> Object:
    service = line.service
    served = _period_of(line)
    who = list(_of_line(line)) or ([("rendering", one.rendering)] if one.rendering is not None else [])
    return filled(
        sequence=at,
        careTeamSequence=[number for number, known in enumerate(team, 1) if known in who],
        diagnosisSequence=list(line.pointers),
        productOrService=procedure(service.code),
        modifier=[procedure(modifier) for modifier in service.modifiers],
        locationCodeableConcept=concept(PLACE, line.place or one.place),
        quantity={"value": service.units},
        net=money(line.charge_cents),
        **served,
    )


def _period_of(line: ClaimLine) -> Object:
    if line.last_date is None or line.last_date == line.service_date:
        return {"servicedDate": day(line.service_date)}
    return {"servicedPeriod": {"start": day(line.service_date), "end": day(line.last_date)}}
