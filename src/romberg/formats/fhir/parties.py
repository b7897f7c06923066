"""The people and organisations of a claim as resources, and the register that gives each its address in a bundle."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from romberg.claims import Payer, Person, Provider, Subscriber
from romberg.formats.fhir.coding import (
    EIN,
    FILING,
    HL7,
    MBI,
    NPI,
    SSN,
    TAXONOMY,
    Object,
    address,
    concept,
    day,
    filled,
    human,
    identifier,
    spoken,
)
from romberg.formats.json_text import line

_GENDERS = {"F": "female", "M": "male", "U": "unknown"}
_RELATIONS = {"18": "self", "01": "spouse", "19": "child"}
_MEDICARE = "MB"


class Register:
    """The resources of a bundle, each once. The same resource has the same address in every run."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._held: dict[str, Object] = {}

    def add(self, resource: Object, told: str = "") -> Object:
        """A reference to a resource, which is kept; `told` is what people call it."""
        found = f"urn:uuid:{uuid5(NAMESPACE_URL, f'urn:romberg:{self._name}:{line(resource)}')}"
        self._held.setdefault(found, resource)
        return filled(reference=found, display=told)

    def entries(self) -> Iterator[Object]:
        """The entries of a bundle."""
        return ({"fullUrl": address, "resource": resource} for address, resource in self._held.items())


def patient(who: Person, member: Object | None = None) -> Object:
    """A patient or an insured person."""
    return filled(
        resourceType="Patient",
        identifier=[member] if member else [],
        name=human(who.name),
        gender=_GENDERS.get(who.gender),
        birthDate=day(who.birth_date),
        address=address(who.address),
    )


def organization(who: Provider) -> Object:
    """An organisation that bills or is visited, or a clinician who bills in their own name."""
    tax = identifier(SSN if who.tax_id_kind == "SY" else EIN, who.tax_id, "TAX") if who.tax_id else {}
    found = [one for one in (identifier(NPI, who.npi, "NPI") if who.npi else {}, tax) if one]
    contact = [filled(system="phone", value=who.contact.telephone)] if who.contact else []
    return filled(
        resourceType="Organization",
        identifier=found,
        active=True,
        type=[concept(TAXONOMY, who.taxonomy)] if who.taxonomy else [],
        name=spoken(who.name),
        telecom=contact,
        address=address(who.address),
    )


def practitioner(who: Provider) -> Object:
    """A clinician."""
    return filled(
        resourceType="Practitioner",
        identifier=[identifier(NPI, who.npi, "NPI")] if who.npi else [],
        name=human(who.name),
        qualification=[{"code": concept(TAXONOMY, who.taxonomy)}] if who.taxonomy else [],
    )


def payer(who: Payer) -> Object:
    """A payer, with the number by which the clearinghouse knows it."""
    known = [identifier("", who.payer_id, "NIIP")] if who.payer_id else []
    return filled(
        resourceType="Organization", identifier=known, active=True, name=who.name, address=address(who.address)
    )


def member(cover: Subscriber) -> Object:
    """The number of the insured person."""
    return identifier(MBI if cover.payer.filing == _MEDICARE else "", cover.member_id, "MB") if cover.member_id else {}


def coverage(cover: Subscriber, treated: Object, insured: Object, pays: Object) -> Object:
    """A cover: who is insured with whom, and in whose turn it pays."""
    classes = [
        {"type": concept(f"{HL7}coverage-class", "group"), "value": cover.group_number, "name": cover.group_name}
    ]
    return filled(
        resourceType="Coverage",
        status="active",
        type=concept(FILING, cover.payer.filing),
        subscriber=insured,
        subscriberId=cover.member_id,
        beneficiary=treated,
        relationship=concept(f"{HL7}subscriber-relationship", _RELATIONS.get(cover.relationship, "other")),
        payor=[pays],
        **{"class": [filled(**one) for one in classes] if cover.group_number else []},
        order="PST".find(cover.order) + 1 or None,
    )
