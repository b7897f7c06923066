"""A claim as it is kept until its payer answers: what each line should bring, and what was found before it went out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from romberg.checks.foretold import Foretold
from romberg.claims import InstitutionalClaim, ProfessionalClaim, ServiceLine
from romberg.knowledge import codes, payers, tables
from romberg.knowledge.payer_filing import card_of
from romberg.pricing import VisitToPrice, price_visits
from romberg.pricing.expected import ExpectedLine, expected, from_dict

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


def known(
    claim: ProfessionalClaim | InstitutionalClaim, card: str | None = None, findings: Sequence[Foretold] = ()
) -> KnownClaim:
    """A claim with the price of each line, day by day; `card` where the payer's own is known.

    Of a facility's claim its `dated_lines`, of which it must have one.
    """
    payer, lines = claim.subscriber.payer, dated_lines(claim)
    name = card or card_of(payer.name, payer.filing) or OTHERWISE
    days = sorted({day for _, day, _ in lines})
    priced: dict[int, ExpectedLine] = {}
    for day in days:
        mine = [(at, line) for at, line in enumerate(lines) if line[1] == day]
        found = _priced(claim, [line for _, line in mine], name, day)
        priced |= {at: one for (at, _), one in zip(mine, found, strict=True)}
    return KnownClaim(claim.claim_id, name, days[0], tuple(priced[at] for at in sorted(priced)), tuple(findings))


def dated_lines(claim: ProfessionalClaim | InstitutionalClaim) -> list[_Billed]:
    """The lines that a price can be told of; of a facility's claim those with a procedure, whole units and a day."""
    if isinstance(claim, ProfessionalClaim):
        return [(one.service, one.service_date, one.control) for one in claim.lines]
    return [
        (ServiceLine(one.code, one.units, one.modifiers, charge_cents=one.charge_cents), day, one.control)
        for one in claim.lines
        if one.code and one.units is not None and (day := one.service_date or claim.first_date)
    ]


def _priced(
    claim: ProfessionalClaim | InstitutionalClaim, lines: Sequence[_Billed], name: str, on: date
) -> list[ExpectedLine]:
    card = payers.card(name, on)
    place = codes.places().get(claim.place) if isinstance(claim, ProfessionalClaim) else None
    services = tuple(service for service, _, _ in lines)
    (price,) = price_visits([VisitToPrice(services, _zip(claim), on, card, facility=bool(place and place.facility))])
    why = " ".join(price.unknown)
    return [
        expected(service, one, card, on, why, control)
        for (service, _, control), one in zip(lines, price.lines, strict=True)
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
