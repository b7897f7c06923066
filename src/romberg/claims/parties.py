"""The people and organisations of a claim: who was treated, who treated, who pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name, or an organisation's in `last` alone."""

    last: str
    first: str = ""
    middle: str = ""
    suffix: str = ""
    is_person: bool = True


@dataclass(frozen=True, slots=True)
class Address:
    """Where someone lives or a service is given; the ZIP code in 5 or 9 digits, a billing provider's in 9."""

    street: str
    city: str
    state: str
    zip_code: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a payer may call: a name and a telephone number in ten digits."""

    name: str
    telephone: str


@dataclass(frozen=True, slots=True)
class Provider:
    """A clinician or an organisation; `tax_id_kind` is EI (employer) or SY (social security), for billing providers."""

    name: Name
    npi: str = ""
    taxonomy: str = ""
    tax_id: str = ""
    tax_id_kind: str = "EI"
    address: Address | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays: the name and number by which the clearinghouse knows it, and how it files (MB, CI, BL, WC ...)."""

    name: str
    payer_id: str
    filing: str
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A patient or an insured person. `gender` is F, M or U."""

    name: Name
    address: Address | None = None
    birth_date: date | None = None
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """The insured person and the cover. `order` is P, S or T: primary, secondary or tertiary.

    `relationship` of the patient is "18" where the subscriber is the patient, else the code that the dependent
    carries; `group_number` and `group_name` as on the card.
    """

    person: Person
    member_id: str
    payer: Payer
    order: str = "P"
    relationship: str = "18"
    group_number: str = ""
    group_name: str = ""
    medicare_secondary: str = ""

    @property
    def is_patient(self) -> bool:
        """Whether the insured person is the one who was treated."""
        return self.relationship == "18"
