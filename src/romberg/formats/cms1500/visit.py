"""Items 14 to 33: when and why, the service lines, the money, and the clinicians."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from romberg.claims import Address, ClaimLine, Name, ProfessionalClaim, Provider
from romberg.claims.professional import ORIGINAL
from romberg.formats.cms1500.grid import places
from romberg.formats.cms1500.insured import Item, is_medicare
from romberg.formats.cms1500.words import (
    city_line,
    digits,
    filed,
    long_day,
    money,
    plain,
    short_day,
    spoken,
    street,
)

_LETTERS = "ABCDEFGHIJKL"
_ONSET, _INITIAL, _ICD_10 = "431", "454", "0"
_TAXONOMY = "ZZ"  # on paper; PXC in the 837
_HOME = "12"


def items(claim: ProfessionalClaim) -> Iterator[Item]:
    """What stands above the lines."""
    if claim.onset_date is not None:
        yield from (("14.date", long_day(claim.onset_date)), ("14.kind", _ONSET))
    if claim.initial_treatment_date is not None:
        yield from (("15.date", long_day(claim.initial_treatment_date)), ("15.kind", _INITIAL))
    yield from _source(claim)
    yield "19", plain(claim.note)
    yield "21.icd", _ICD_10
    yield from ((f"21.{letter}", digits(code)) for letter, code in zip(_LETTERS, claim.diagnoses, strict=False))
    if claim.frequency != ORIGINAL:
        yield from (("22.code", claim.frequency), ("22.number", digits(claim.payer_claim_number)))
    yield "23", digits(claim.authorization or claim.referral)


def _source(claim: ProfessionalClaim) -> Iterator[Item]:
    """Item 17 holds one provider: who referred (DN), else who ordered every line (DK), else who supervised (DQ)."""
    ordered = {line.ordering for line in claim.lines}
    ordering = ordered.pop() if len(ordered) == 1 else None
    named = (("DN", claim.referring), ("DK", ordering), ("DQ", claim.supervising))
    kind, who = next(((kind, who) for kind, who in named if who is not None), ("", None))
    if who is not None:
        yield from (("17.kind", kind), ("17", spoken(who.name)), ("17b", digits(who.npi)))


def line_items(at: int, line: ClaimLine, claim: ProfessionalClaim) -> Iterator[Item]:
    """One service line, `at` 1 to 6."""
    who = line.rendering or claim.rendering
    service = line.service
    found = {
        "note": f"ZZ{plain(line.note)}" if line.note else "",
        "from": short_day(line.service_date),
        "to": short_day(line.last_date or line.service_date),
        "place": line.place or claim.place,
        "code": plain(service.code),
        "modifiers": " ".join(plain(one) for one in service.modifiers),
        "pointers": "".join(_LETTERS[number - 1] for number in line.pointers if number <= len(_LETTERS)),
        "charge": money(line.charge_cents, places()["24.1.charge"].width),
        "units": str(service.units),
        "npi": "" if who is None else digits(who.npi),
    }
    if who is not None and who.taxonomy and not is_medicare(claim):
        found |= {"kind": _TAXONOMY, "other_id": digits(who.taxonomy)}
    yield from ((f"24.{at}.{name}", text) for name, text in found.items())


def totals(claim: ProfessionalClaim, lines: Sequence[ClaimLine], first: bool) -> Iterator[Item]:
    """Items 25 to 29: the total is that of this form's lines; what was paid stands on the first form."""
    yield "25", digits(claim.billing.tax_id)
    if claim.billing.tax_id:
        yield f"25.{'ssn' if claim.billing.tax_id_kind == 'SY' else 'ein'}", "X"
    yield "26", digits(claim.claim_id)
    yield f"27.{'yes' if claim.accepts_assignment else 'no'}", "X"
    yield "28", money(sum(line.charge_cents for line in lines), places()["28"].width)
    paid = _paid(claim) if first else 0
    yield "29", money(paid, places()["29"].width) if paid else ""


def _paid(claim: ProfessionalClaim) -> int:
    """What the patient paid and, but for Medicare, what other payers paid."""
    others = 0 if is_medicare(claim) else sum(one.paid_cents or 0 for one in claim.other_payers)
    return (claim.patient_paid_cents or 0) + others


def providers(claim: ProfessionalClaim, on: date) -> Iterator[Item]:
    """Items 31 to 33: who signs, where the service was given, and who bills."""
    yield from (("31.signature", "SIGNATURE ON FILE"), ("31.date", short_day(on)))
    yield from _facility(claim)
    biller = claim.billing
    yield from _who("33", biller.name, (claim.pay_to or biller).address)
    yield "33a", digits(biller.npi)
    if biller.taxonomy and not is_medicare(claim):
        yield "33b", _TAXONOMY + digits(biller.taxonomy)
    telephone = digits(biller.contact.telephone) if biller.contact else ""
    if len(telephone) == 10:
        yield from (("33.area", telephone[:3]), ("33.telephone", telephone[3:]))


def _facility(claim: ProfessionalClaim) -> Iterator[Item]:
    """Where the service was given: the facility, else the clinic itself; at home it is told by the place alone."""
    where: Provider | None = claim.facility or (None if claim.place == _HOME else claim.billing)
    if where is not None:
        yield from _who("32", where.name, where.address)
        yield "32a", digits(claim.facility.npi) if claim.facility else ""


def _who(item: str, name: Name, at: Address | None) -> Iterator[Item]:
    yield f"{item}.name", filed(name)
    yield from ((f"{item}.street", street(at)), (f"{item}.city", city_line(at)))
