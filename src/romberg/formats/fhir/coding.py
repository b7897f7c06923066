"""The small values of FHIR: codes with their systems, identifiers, money, addresses, names.

The systems are those that HL7 publishes for the United States (terminology.hl7.org, CARIN Blue Button).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from romberg.claims import Address, Name

Object = dict[str, Any]
HL7 = "http://terminology.hl7.org/CodeSystem/"
CARIN = "http://hl7.org/fhir/us/carin-bb/CodeSystem/"
CPT, HCPCS = "http://www.ama-assn.org/go/cpt", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
ICD_10_CM, NPI, MBI = (f"http://hl7.org/fhir/sid/{name}" for name in ("icd-10-cm", "us-npi", "us-mbi"))
EIN, SSN = "urn:oid:2.16.840.1.113883.4.4", "http://hl7.org/fhir/sid/us-ssn"
TAXONOMY = "http://nucc.org/provider-taxonomy"
PLACE = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
CARC, GROUP = (f"https://x12.org/codes/claim-adjustment-{name}-codes" for name in ("reason", "group"))
RARC = "https://x12.org/codes/remittance-advice-remark-codes"
FILING = "https://x12.org/codes/claim-filing-indicator-codes"
RULE = "urn:romberg:rule"


def filled(**values: Any) -> Object:
    """An object without the parts that are empty, as FHIR forbids those."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {}, ())}


def concept(system: str, code: str, text: str = "") -> Object:
    """A code of a system, with words where they say more."""
    return filled(coding=[{"system": system, "code": code}] if code else [], text=text)


def procedure(code: str) -> Object:
    """A procedure or a modifier: CPT where its signs are digits first, else HCPCS level II."""
    return concept(CPT if code[:1].isdigit() else HCPCS, code)


def identifier(system: str, value: str, kind: str = "") -> Object:
    """An identifier; `kind` is its type in HL7's table 0203 (NPI, TAX, MB ...)."""
    return filled(type=concept(f"{HL7}v2-0203", kind) if kind else {}, system=system, value=value)


def money(cents: int) -> Object:
    """An amount; a number of two decimals is written as it is, whatever a computer's fractions are."""
    return {"value": cents / 100, "currency": "USD"}


def day(on: date | None) -> str:
    """A day, empty where it is not known."""
    return "" if on is None else on.isoformat()


def address(at: Address | None) -> list[Object]:
    """An address, as a list of one or none."""
    if at is None:
        return []
    lines = [line for line in (at.street, at.more) if line]
    found = filled(line=lines, city=at.city, state=at.state, postalCode=at.zip_code)
    return [found | {"country": "US"}] if found else []


def human(name: Name) -> list[Object]:
    """A person's name, as a list of one or none."""
    given = [one for one in (name.first, name.middle) if one]
    found = filled(family=name.last, given=given, suffix=[name.suffix] if name.suffix else [])
    return [found] if found else []


def spoken(name: Name) -> str:
    """A name in one line, for people."""
    return " ".join(one for one in (name.first, name.middle, name.last, name.suffix) if one)
