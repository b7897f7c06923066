"""The segments of people and organisations: names, addresses, numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from romberg.claims import Address, Name, Payer, Person, Provider, Subscriber
from romberg.formats.x12.writing import Element

Row = Sequence[Element]


@lru_cache(4_096)
def day(value: date) -> str:
    """A date as X12 writes it."""
    return f"{value:%Y%m%d}"


def name(entity: str, who: Name, qualifier: str = "", identifier: str = "") -> Row:
    """NM1: what someone is in the claim, their name and their number; an organisation has one name alone."""
    of = qualifier if identifier else ""
    if not who.is_person:
        return ["NM1", entity, "2", who.last, "", "", "", "", of, identifier]
    return ["NM1", entity, "1", who.last, who.first, who.middle, "", who.suffix, of, identifier]


def address(at: Address | None) -> Iterator[Row]:
    """N3 and N4, where an address is known."""
    if at is not None:
        yield ["N3", at.street, at.more]
        yield ["N4", at.city, at.state, at.zip_code.replace("-", "")]


def person(entity: str, who: Person, member_id: str = "") -> Iterator[Row]:
    """A patient or an insured person, with birth date and gender where they are known."""
    yield name(entity, who.name, "MI", member_id)
    yield from address(who.address)
    if who.birth_date is not None:
        yield ["DMG", "D8", day(who.birth_date), who.gender or "U"]


def clinician(entity: str, who: Provider, taxonomy: str = "") -> Iterator[Row]:
    """A clinician of a claim or line; `taxonomy` is the role under which the speciality is told (PE), where it is."""
    yield name(entity, who.name, "XX", who.npi)
    if taxonomy and who.taxonomy:
        yield ["PRV", taxonomy, "PXC", who.taxonomy]


def billing(who: Provider, pay_to: Provider | None) -> Iterator[Row]:
    """The billing provider, and where the money goes when that is elsewhere."""
    yield name("85", who.name, "XX", who.npi)
    yield from address(who.address)
    if who.tax_id:
        yield ["REF", who.tax_id_kind, who.tax_id.replace("-", "")]
    if who.contact is not None:
        yield ["PER", "IC", who.contact.name, "TE", who.contact.telephone]
    if pay_to is not None:
        yield ["NM1", "87", "1" if pay_to.name.is_person else "2"]
        yield from address(pay_to.address)


def cover(insured: Subscriber) -> Row:
    """SBR: whose turn it is to pay, and how the patient belongs to the insured person."""
    relationship = insured.relationship if insured.is_patient else ""
    return [
        "SBR", insured.order, relationship, insured.group_number, "" if insured.group_number else insured.group_name,
        insured.medicare_secondary, "", "", "", insured.payer.filing,
    ]  # fmt: skip


def payer(who: Payer) -> Iterator[Row]:
    """The payer by name and number."""
    yield ["NM1", "PR", "2", who.name, "", "", "", "", "PI", who.payer_id]
    yield from address(who.address)
