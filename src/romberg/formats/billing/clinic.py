"""The clinic as its sheet tells it: who bills, who treats, what is charged, how payers are reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from romberg.claims import Contact, Name, Payer, Provider
from romberg.formats.billing import parties
from romberg.formats.billing.sheet import Sheet, sheet
from romberg.formats.cms1500 import STRAIGHT, Shift
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.p837 import Partner
from romberg.knowledge.data_folder import data_folder

NAME = "clinic.yaml"


@dataclass(frozen=True, slots=True)
class Clinic:
    """Who bills, with its clinicians, its fees in cents a unit, and its payers by the names of their cards."""

    billing: Provider
    clinicians: tuple[Provider, ...]
    fees_cents: Mapping[str, int]
    payers: Mapping[str, Payer]
    sender: Partner
    receiver: Partner
    contact: Contact
    facility: Provider | None = None
    pay_to: Provider | None = None
    paper: Shift = STRAIGHT

    def clinician(self, name: str) -> Provider | None:
        """The clinician of a name as a note signs it ("Bo Quist", "Quist, B."); None where none or several fit."""
        asked = set(_words(name))
        found = [one for one in self.clinicians if _fits(one.name, asked)]
        return found[0] if len(found) == 1 else None


def _words(name: str) -> list[str]:
    return [word for word in name.replace(",", " ").replace(".", " ").casefold().split() if word]


def _fits(name: Name, asked: set[str]) -> bool:
    """The last name stands whole; the first whole or by its first letter."""
    first = name.first.casefold()
    last = set(_words(name.last))
    rest = asked - last
    return (
        bool(last)
        and last <= asked
        and (not rest or first in rest or any(len(w) == 1 and first[:1] == w for w in rest))
    )


def clinic(path: str | None = None) -> Clinic:
    """The clinic of a sheet, or of clinic.yaml in the data folder; raises Unreadable where there is none."""
    place = Path(path) if path else data_folder() / NAME
    if not place.is_file():
        says = (
            f"There is no sheet of the clinic at {place}; `romberg claim --template` prints one to fill in, with the "
            "clinic's numbers, clinicians, fees and payers."
        )
        raise Unreadable("no_clinic", says, str(place))
    return _read(sheet(place))


def _read(held: Sheet) -> Clinic:
    billing = parties.provider(held, "billing") or Provider(Name("", is_person=False))
    contact = billing.contact or Contact("", "")
    return Clinic(
        billing=Provider(
            billing.name, billing.npi, billing.taxonomy, billing.tax_id, billing.tax_id_kind, billing.address
        ),
        clinicians=tuple(_clinicians(held)),
        fees_cents={str(code): held.cents("fees_cents", code) or 0 for code in held.keys("fees_cents")},
        payers={str(card): found for card in held.keys("payers") if (found := parties.payer(held, "payers", card))},
        sender=_partner(held, "sender", billing.name.last),
        receiver=_partner(held, "receiver", ""),
        contact=contact,
        facility=parties.provider(held, "facility"),
        pay_to=parties.provider(held, "pay_to"),
        paper=Shift(*(held.millimetres("paper", key) for key in ("right_mm", "down_mm"))),
    )


def _clinicians(held: Sheet) -> list[Provider]:
    found = [parties.provider(held, "clinicians", key) for key in held.keys("clinicians")]
    return [one for one in found if one is not None]


def _partner(held: Sheet, key: str, name: str) -> Partner:
    number, called = held.text("clearinghouse", key), held.text("clearinghouse", f"{key}_name")
    return Partner(number, called or name, held.text("clearinghouse", f"{key}_qualifier") or "ZZ")
