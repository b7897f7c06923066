"""People, organisations and payers out of a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from romberg.claims import Address, Contact, Name, Payer, Person, Provider, Subscriber
from romberg.formats.billing.sheet import Sheet

_NAMED = ("name", "last", "first", "npi", "tax_id")
_SELF = ("", "18", "self")
_RELATIONS = {"spouse": "01", "child": "19", "employee": "20", "other": "G8", "unknown": "21"}
_ORDERS = {"": "P", "primary": "P", "secondary": "S", "tertiary": "T"}
GENDERS = ("", "F", "M", "U")


def address(sheet: Sheet, *path: object) -> Address | None:
    """An address; None where none stands."""
    parts = [sheet.text(*path, key) for key in ("street", "city", "state", "zip", "more")]
    street, city, state, code, more = parts
    return Address(street, city, state.upper(), code.replace("-", ""), more) if any(parts) else None


def person(sheet: Sheet, *path: object) -> Person:
    """A patient or an insured person."""
    gender = sheet.text(*path, "gender").upper()
    if gender not in GENDERS:
        raise sheet.wrong((*path, "gender"), "must be F, M or U")
    return Person(_name(sheet, *path), address(sheet, *path, "address"), sheet.day(*path, "birth_date"), gender)


def _name(sheet: Sheet, *path: object) -> Name:
    last, first, middle, suffix = (sheet.text(*path, key) for key in ("last", "first", "middle", "suffix"))
    return Name(last, first, middle, suffix)


def provider(sheet: Sheet, *path: object) -> Provider | None:
    """A clinician (last and first name) or an organisation (name); None where none stands, or nothing is filled in."""
    if not any(sheet.text(*path, key) for key in _NAMED):
        return None
    organisation = sheet.text(*path, "name")
    name = Name(organisation, is_person=False) if organisation else _name(sheet, *path)
    telephone = "".join(sign for sign in sheet.text(*path, "telephone") if sign.isdigit())
    return Provider(
        name,
        npi=sheet.text(*path, "npi"),
        taxonomy=sheet.text(*path, "taxonomy"),
        tax_id=sheet.text(*path, "tax_id").replace("-", ""),
        tax_id_kind=sheet.text(*path, "tax_id_kind") or "EI",
        address=address(sheet, *path, "address"),
        contact=Contact(sheet.text(*path, "contact"), telephone) if telephone else None,
    )


def payer(sheet: Sheet, *path: object) -> Payer | None:
    """A payer with the number by which the clearinghouse knows it; None where none stands."""
    if sheet.get(*path) is None:
        return None
    name, number, filing = (sheet.text(*path, key) for key in ("name", "payer_id", "filing"))
    return Payer(name, number, filing.upper(), address(sheet, *path, "address"))


def subscriber(sheet: Sheet, pays: Payer, path: Sequence[object] = ("subscriber",)) -> Subscriber:
    """The insured person and the cover."""
    told = sheet.text(*path, "relationship").lower()
    relationship = "18" if told in _SELF else _RELATIONS.get(told, told.upper())
    if len(relationship) != 2:
        known = ", ".join(("self", *_RELATIONS))
        raise sheet.wrong((*path, "relationship"), f"is not known; say one of {known}, or its two signs")
    order = sheet.text(*path, "order").lower()
    if order not in _ORDERS:
        raise sheet.wrong((*path, "order"), "must be primary, secondary or tertiary")
    return Subscriber(
        person(sheet, *path),
        sheet.text(*path, "member_id"),
        pays,
        order=_ORDERS[order],
        relationship=relationship,
        group_number=sheet.text(*path, "group_number"),
        group_name=sheet.text(*path, "group_name"),
        medicare_secondary=sheet.text(*path, "medicare_secondary"),
    )
