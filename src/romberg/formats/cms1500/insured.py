"""Items 1 to 13: the payer, the patient, the insured person, and other cover.

Medicare wants some of them otherwise: where it pays first, items 4 and 7 stay empty and item 11 says NONE; where it
pays second, they tell of the payer that comes first. Source: Medicare Claims Processing Manual, chapter 26, section 10.
"""

from __future__ import annotations

from collections.abc import Iterator

from romberg.claims import Address, OtherPayer, Person, ProfessionalClaim, Subscriber
from romberg.formats.cms1500.words import city_line, digits, filed, long_day, plain, street, zip_code

Item = tuple[str, str]
MEDICARE = "MB"
_PROGRAMS = {MEDICARE: "medicare", "MC": "medicaid", "CH": "tricare", "VA": "champva"}
_GROUP = ("12", "13", "14", "15", "BL", "CI", "FI", "HM")  # how employers' and commercial plans file (SBR09)
_RELATIONS = {"18": "self", "01": "spouse", "19": "child"}
_SIGNED = "SIGNATURE ON FILE"


def is_medicare(claim: ProfessionalClaim) -> bool:
    """Whether the claim goes to Medicare Part B."""
    return claim.subscriber.payer.filing == MEDICARE


def items(claim: ProfessionalClaim) -> Iterator[Item]:
    """What the upper half of the form says."""
    yield from _payer(claim.subscriber)
    yield "1a", digits(claim.subscriber.member_id)
    yield from _patient(claim.treated)
    yield from _causes(claim)
    yield from _medicare(claim) if is_medicare(claim) else _others(claim)
    yield "12", _SIGNED if claim.signature_on_file else ""
    yield "13", _SIGNED if claim.benefits_assigned and not is_medicare(claim) else ""


def _payer(cover: Subscriber) -> Iterator[Item]:
    payer = cover.payer
    at = payer.address
    rows = [row for row in (plain(payer.name), *(() if at is None else (street(at), city_line(at)))) if row]
    yield from ((f"carrier.{number}", row) for number, row in enumerate(rows, 1))
    program = _PROGRAMS.get(payer.filing) or ("group" if payer.filing in _GROUP else "other")
    yield f"1.{program}", "X"


def _patient(who: Person) -> Iterator[Item]:
    yield "2", filed(who.name)
    yield from _born(who, "3")
    yield from _lives(who.address, "5")


def _born(who: Person, item: str) -> Iterator[Item]:
    yield f"{item}.birth", long_day(who.birth_date)
    if who.gender in ("M", "F"):
        yield f"{item}.{'male' if who.gender == 'M' else 'female'}", "X"


def _lives(at: Address | None, item: str) -> Iterator[Item]:
    if at is not None:
        yield f"{item}.street", street(at)
        yield f"{item}.city", plain(at.city).replace(",", "")
        yield f"{item}.state", plain(at.state)
        yield f"{item}.zip", zip_code(at)


def _causes(claim: ProfessionalClaim) -> Iterator[Item]:
    for item, cause in (("10a", "EM"), ("10b", "AA"), ("10c", "OA")):
        yield f"{item}.{'yes' if cause in claim.causes else 'no'}", "X"
    yield "10b.state", plain(claim.accident_state)


def _insured(claim: ProfessionalClaim, cover: Subscriber) -> Iterator[Item]:
    """Items 4, 6 and 7 of a cover."""
    yield "4", filed(cover.person.name)
    yield f"6.{_RELATIONS.get(cover.relationship, 'other')}", "X"
    yield from _lives(cover.person.address or (claim.treated.address if cover.is_patient else None), "7")


def _medicare(claim: ProfessionalClaim) -> Iterator[Item]:
    first = _before(claim)
    if first is None:
        yield "11", "NONE"
        return
    cover = first.subscriber
    yield from _insured(claim, cover)
    yield "11", digits(cover.group_number or cover.member_id)
    yield from _born(cover.person, "11a")
    yield "11c", plain(cover.payer.name)


def _before(claim: ProfessionalClaim) -> OtherPayer | None:
    """The payer whose turn was before this one's, where the claim names one."""
    own = "PST".find(claim.subscriber.order)
    return next((one for one in claim.other_payers if "PST".find(one.subscriber.order) < own), None)


def _others(claim: ProfessionalClaim) -> Iterator[Item]:
    cover = claim.subscriber
    yield from _insured(claim, cover)
    yield "11", digits(cover.group_number)
    yield from _born(cover.person, "11a")
    yield "11c", plain(cover.group_name or cover.payer.name)
    yield f"11d.{'yes' if claim.other_payers else 'no'}", "X"
    if claim.other_payers:
        other = claim.other_payers[0].subscriber
        yield "9", filed(other.person.name)
        yield "9a", digits(other.group_number or other.member_id)
        yield "9d", plain(other.payer.name)
