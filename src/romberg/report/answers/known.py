"""A claim as it is kept until its payer answers: what each line should bring, and what was found before it went out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from romberg.checks.foretold import Foretold
from romberg.claims import InstitutionalClaim, ProfessionalClaim, ServiceLine
from romberg.knowledge import codes, payers, tables
from romberg.knowledge.payer_filing import card_of
from romberg.knowledge.payers import Card
from romberg.pricing import Earlier, Price, VisitToPrice, of_one_day, price_visits
from romberg.pricing.expected import ExpectedLine, expected, from_dict
from romberg.report.answers import second

OTHERWISE = "commercial"  # the card of a payer that neither name nor filing tells


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim to one payer: its number, the payer's card, its lines as priced, and what was foretold of it."""

    claim_id: str
    card: str
    service_date: date
    lines: tuple[ExpectedLine, ...]
    findings: tuple[Foretold, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The claim as it is kept; no names."""
        return {
            "claim_id": self.claim_id,
            "card": self.card,
            "service_date": self.service_date.isoformat(),
            "lines": [one.as_dict() for one in self.lines],
            "findings": [one.as_dict() for one in self.findings],
        }


def from_plain(held: Mapping[str, Any]) -> KnownClaim:
    """The claim that was kept."""
    return KnownClaim(
        held["claim_id"],
        held["card"],
        date.fromisoformat(held["service_date"]),
        tuple(from_dict(one) for one in held["lines"]),
        tuple(Foretold(**one) for one in held["findings"]),
    )


_Billed = tuple[ServiceLine, date, str]  # what was billed, on which day, and the line's own number
Claim = ProfessionalClaim | InstitutionalClaim
Given = tuple[Claim, str | None, Sequence[Foretold]]  # a claim, its card where that is known, and what was foretold
_AT_ONCE = 2_000  # visits that are priced in one pass
_AS_A_WHOLE = "An earlier payer answered the claim as a whole, so what is left of each line is not known."


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A claim that waits for its prices: `visits` are its days, in their order, and `patient` tells whose they are."""

    claim_id: str
    card: str
    lines: tuple[_Billed, ...]
    visits: tuple[VisitToPrice, ...]
    patient: str
    unknown: str
    findings: tuple[Foretold, ...]


def known(claim: Claim, card: str | None = None, findings: Sequence[Foretold] = ()) -> KnownClaim:
    """A claim with the price of each line, day by day; `card` where the payer's own is known.

    Of a facility's claim its `dated_lines`, of which it must have one.
    """
    (found,) = together([(claim, card, findings)])
    return found


def together(given: Iterable[Given]) -> Iterator[KnownClaim]:
    """Claims with the price of each line; those of one patient, day, payer and biller are priced as one day.

    A claim that replaces or voids another, or comes twice, is priced by itself: its lines are no further ones.
    """
    waiting, seen = [], set[tuple[str, str]]()
    for claim, card, findings in given:
        one = _waiting(claim, card, findings)
        again = (one.patient, one.claim_id) in seen or claim.frequency != "1"
        seen.add((one.patient, one.claim_id))
        waiting.append(replace(one, patient="") if again else one)
    days = [(visit, one.patient) for one in waiting for visit in one.visits]
    prices = _priced(of_one_day([visit for visit, _ in days], [patient for _, patient in days]))
    return (_known(one, [next(prices) for _ in one.visits]) for one in waiting)


def _priced(visits: Sequence[VisitToPrice]) -> Iterator[Price]:
    for at in range(0, len(visits), _AT_ONCE):
        yield from price_visits(visits[at : at + _AT_ONCE])


def _waiting(claim: Claim, card: str | None, findings: Sequence[Foretold]) -> _Waiting:
    payer, lines = claim.subscriber.payer, dated_lines(claim)
    name = card or card_of(payer.name, payer.filing) or OTHERWISE
    earlier = second.earlier(claim)
    visits = []
    for on in sorted({day for _, day, _ in lines}):
        mine = [at for at, (_, day, _) in enumerate(lines) if day == on]
        told = tuple(earlier[at] for at in mine) if earlier else ()
        visits.append(_visit(claim, tuple(lines[at][0] for at in mine), payers.card(name, on), on, told))
    why = _AS_A_WHOLE if second.as_a_whole(claim) else ""
    return _Waiting(claim.claim_id, name, tuple(lines), tuple(visits), _patient(claim), why, tuple(findings))


def _visit(
    claim: Claim, lines: tuple[ServiceLine, ...], card: Card, on: date, told: tuple[Earlier | None, ...]
) -> VisitToPrice:
    place = codes.places().get(claim.place) if isinstance(claim, ProfessionalClaim) else None
    return VisitToPrice(lines, _zip(claim), on, card, facility=bool(place and place.facility), earlier=told)


def _patient(claim: Claim) -> str:
    """Whose a claim is and who bills it; empty where nothing tells the patient from another."""
    person, member = claim.treated, claim.subscriber.member_id
    name = " ".join(one for one in (person.name.last, person.name.first) if one).casefold()
    if not member and not (name and person.birth_date):
        return ""
    return "|".join((name, str(person.birth_date), member, claim.billing.tax_id or claim.billing.npi))


def _known(one: _Waiting, prices: Sequence[Price]) -> KnownClaim:
    """A claim with its prices: line by line in the claim's own order."""
    rest = {visit.on: (visit.card, price, iter(price.lines)) for visit, price in zip(one.visits, prices, strict=True)}
    found = []
    for service, on, control in one.lines:
        card, price, lines = rest[on]
        line = expected(service, next(lines), card, on, " ".join(price.unknown), control)
        found.append(replace(line, allowed_cents=None, payer_cents=None, unknown=one.unknown) if one.unknown else line)
    return KnownClaim(one.claim_id, one.card, one.visits[0].on, tuple(found), one.findings)


def dated_lines(claim: Claim) -> list[_Billed]:
    """The lines that a price can be told of; of a facility's claim those with a procedure, whole units and a day."""
    if isinstance(claim, ProfessionalClaim):
        return [(one.service, one.service_date, one.control) for one in claim.lines]
    return [
        (ServiceLine(one.code, one.units, one.modifiers, charge_cents=one.charge_cents), day, one.control)
        for one in claim.lines
        if one.code and one.units is not None and (day := one.service_date or claim.first_date)
    ]


def _zip(claim: ProfessionalClaim | InstitutionalClaim) -> str | None:
    """Where the service was given: the facility's ZIP code, else the clinic's; None where no table knows it."""
    served = claim.facility if isinstance(claim, ProfessionalClaim) else None
    where = (served and served.address) or claim.billing.address
    digits = "".join(sign for sign in where.zip_code if sign.isdigit()) if where else ""
    found = tables.locality(digits[:5]) if len(digits) >= 5 else None
    if found is None or (found.unknown_because and not found.state):
        return None
    return f"{digits[:5]}-{digits[5:9]}" if found.unknown_because and len(digits) == 9 else digits[:5]
