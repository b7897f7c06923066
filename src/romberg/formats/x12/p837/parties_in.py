"""People and organisations out of their segments."""

from __future__ import annotations

from collections.abc import Sequence

from romberg.claims import Address, Contact, Name, Payer, Person, Provider, Subscriber
from romberg.formats.x12.grouping import named, value
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import day, element

Part = Sequence[Segment]


def name(says: Sequence[str]) -> Name:
    """A name out of NM1."""
    last, first, middle, suffix = (element(says, at) for at in (3, 4, 5, 7))
    return Name(last, first, middle, suffix, is_person=element(says, 2) != "2")


def address(part: Part) -> Address | None:
    """The address of a part; None where it has none."""
    street, place = next(named(part, "N3"), []), next(named(part, "N4"), [])
    if not (street or place):
        return None
    city, state, zip_code = (element(place, at) for at in (1, 2, 3))
    return Address(element(street, 1), city, state, zip_code, element(street, 2))


def person(part: Part) -> Person:
    """A patient or an insured person out of NM1, N3, N4 and DMG."""
    born = next(named(part, "DMG"), [])
    return Person(name(part[0].elements), address(part), day(element(born, 2)), element(born, 3))


def provider(part: Part) -> Provider:
    """A clinician or an organisation out of NM1 and what follows it."""
    says = part[0].elements
    tax = next((one for kind in ("EI", "SY") for one in named(part, "REF", kind)), [])
    calls = next(named(part, "PER"), [])
    return Provider(
        name(says),
        npi=element(says, 9),
        taxonomy=value(part, "PRV", 3) or "",
        tax_id=element(tax, 2),
        tax_id_kind=element(tax, 1) or "EI",
        address=address(part),
        contact=Contact(element(calls, 2), element(calls, 4)) if calls else None,
    )


def payer(part: Part, filing: str) -> Payer:
    """A payer out of NM1*PR and its address."""
    says = part[0].elements
    return Payer(element(says, 3), element(says, 9), filing, address(part))


def subscriber(says: Sequence[str], insured: Part, pays: Part, relationship: str) -> Subscriber:
    """The cover out of SBR, the insured person and the payer."""
    return Subscriber(
        person(insured) if insured else Person(Name("")),
        element(insured[0].elements, 9) if insured else "",
        payer(pays, element(says, 9)) if pays else Payer("", "", element(says, 9)),
        order=element(says, 1),
        relationship=relationship,
        group_number=element(says, 3),
        group_name=element(says, 4),
        medicare_secondary=element(says, 5),
    )
