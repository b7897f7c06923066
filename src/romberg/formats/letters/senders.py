"""Who writes, and for whom: what the clinic's and the patient's sheets tell, each part empty where they do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from romberg.claims import Address, Name, Provider
from romberg.formats.billing.clinic import Clinic
from romberg.formats.billing.details import Details


@dataclass(frozen=True, slots=True)
class Sender:
    """The names and numbers of a letter. What nobody told is empty, and left to be filled in by hand."""

    clinic: str = ""
    address: str = ""
    telephone: str = ""
    npi: str = ""
    tax_id: str = ""
    patient: str = ""
    born: date | None = None
    member_id: str = ""
    payer: str = ""
    claim_id: str = ""
    payer_claim_id: str = ""
    dated: date | None = None


def sender(clinic: Clinic | None, details: Details | None, dated: date | None) -> Sender:
    """What the sheets tell, with the names of what is still open."""
    billing = clinic.billing if clinic is not None else Provider(Name("", is_person=False))
    patient = None if details is None else details.patient or details.subscriber.person
    return Sender(
        clinic=_name(billing.name),
        address=_address(billing.address),
        telephone=_telephone(clinic.contact.telephone) if clinic is not None else "",
        npi=billing.npi,
        tax_id=billing.tax_id,
        patient=_name(patient.name) if patient else "",
        born=patient.birth_date if patient else None,
        member_id=details.subscriber.member_id if details else "",
        payer=details.subscriber.payer.name if details else "",
        claim_id=details.claim_id if details else "",
        payer_claim_id=details.payer_claim_number if details else "",
        dated=dated,
    )


def _name(one: Name) -> str:
    first = " ".join(part for part in (one.first, one.middle) if part)
    return " ".join(part for part in (first, one.last, one.suffix) if part)


def _address(one: Address | None) -> str:
    if one is None:
        return ""
    state = f"{one.state} {_zip(one.zip_code)}".strip()
    return ", ".join(part for part in (one.street, one.more, one.city, state) if part)


def _zip(code: str) -> str:
    """A ZIP code as people write it: nine digits with a dash."""
    return f"{code[:5]}-{code[5:]}" if len(code) == 9 and code.isdigit() else code


def _telephone(number: str) -> str:
    """A number as people write it: ten digits in three parts."""
    return f"{number[:3]}-{number[3:6]}-{number[6:]}" if len(number) == 10 and number.isdigit() else number
