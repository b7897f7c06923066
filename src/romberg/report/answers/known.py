"""A claim as it is kept until its payer answers: what each line should bring, and what was found before it went out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from romberg.checks.foretold import Foretold
from romberg.claims import ClaimLine, ProfessionalClaim
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


def known(claim: ProfessionalClaim, card: str | None = None, findings: Sequence[Foretold] = ()) -> KnownClaim:
    """A claim with the price of each line, day by day; `card` where the payer's own is known."""
    payer = claim.subscriber.payer
    name = card or card_of(payer.name, payer.filing) or OTHERWISE
    days = sorted({line.service_date for line in claim.lines})
    priced: dict[int, ExpectedLine] = {}
    for day in days:
        mine = [(at, line) for at, line in enumerate(claim.lines) if line.service_date == day]
        found = _priced(claim, [line for _, line in mine], name, day)
        priced |= {at: one for (at, _), one in zip(mine, found, strict=True)}
    return KnownClaim(claim.claim_id, name, days[0], tuple(priced[at] for at in sorted(priced)), tuple(findings))


def _priced(claim: ProfessionalClaim, lines: Sequence[ClaimLine], name: str, on: date) -> list[ExpectedLine]:
    card = payers.card(name, on)
    place = codes.places().get(claim.place)
    visit = VisitToPrice(
        tuple(line.service for line in lines), _zip(claim), on, card, facility=bool(place and place.facility)
    )
    (price,) = price_visits([visit])
    why = " ".join(price.unknown)
    return [
        expected(line.service, one, card, on, why, line.control) for line, one in zip(lines, price.lines, strict=True)
    ]


def _zip(claim: ProfessionalClaim) -> str | None:
    """Where the service was given: the facility's ZIP code, else the clinic's; None where no table knows it."""
    where = (claim.facility and claim.facility.address) or claim.billing.address
    digits = "".join(sign for sign in where.zip_code if sign.isdigit()) if where else ""
    found = tables.locality(digits[:5]) if len(digits) >= 5 else None
    if found is None or (found.unknown_because and not found.state):
        return None
    return f"{digits[:5]}-{digits[5:9]}" if found.unknown_because and len(digits) == 9 else digits[:5]
