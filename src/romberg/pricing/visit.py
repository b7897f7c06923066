"""Prices visits: one, or a thousand in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from romberg.claims import ServiceLine
from romberg.knowledge.payers import Card, terms_of
from romberg.pricing.frame import price_frame
from romberg.pricing.price import Price, PricedLine, VisitToPrice
from romberg.pricing.rows import frame_of
from romberg.pricing.says import priced_line, reasons


def _by_schedule(visits: dict[int, VisitToPrice]) -> dict[int, Price]:
    priced: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in price_frame(frame_of(visits)).iter_rows(named=True):
        priced[row["visit"]].append(row)
    return {
        number: Price(tuple(priced_line(row, visit.card) for row in priced[number]), reasons(visit, priced[number]))
        for number, visit in visits.items()
    }


def _unknown(visit: VisitToPrice) -> Price:
    """The price of a visit whose payer's schedule is not known."""
    card = visit.card
    step = card.lines.get("conversion_factor" if card.pays == "own_factor" else "rates")
    why = f" {step.why}." if step is not None and step.why else ""
    says = f"What {card.title} pays stands in its own contract or schedule; give a rate card to price this visit.{why}"
    lines = tuple(PricedLine(line.code, line.units, line.modifiers, None, None, None) for line in visit.lines)
    return Price(lines, (card.unknown_because or says,))


def _by_contract(visits: dict[int, VisitToPrice]) -> dict[int, Price]:
    from romberg.pricing import contract  # noqa: PLC0415  # a visit that Medicare's schedule prices needs none of it

    return contract.price_all(visits)


def _by_medicare(card: Card) -> bool:
    """Whether Medicare's schedule and payment rules price a card's visits: no rates of a contract stand before them."""
    return card.pays == "fee_schedule" and not card.rates.pays


def price_visits(visits: Sequence[VisitToPrice]) -> list[Price]:
    """The prices of many visits, in their order; all that rests on Medicare's schedule goes through it together."""
    numbered = {at: _whole_day(visit) for at, visit in enumerate(visits)}
    by_schedule = {number: visit for number, visit in numbered.items() if _by_medicare(visit.card)}
    others = {number: visit for number, visit in numbered.items() if number not in by_schedule}
    by_terms = {number: visit for number, visit in others.items() if terms_of(visit.card).pays}
    found = {number: _unknown(visit) for number, visit in others.items() if number not in by_terms}
    found |= _by_schedule(by_schedule) if by_schedule else {}
    found |= _by_contract(by_terms) if by_terms else {}
    return [_as_second(_own_part(found[at], visit), visit) for at, visit in enumerate(visits)]


_ALONE = (
    "Another payer paid first; what this payer then pays hangs on its own rules for second payers, "
    "so this is its price as the only one."
)


def _as_second(price: Price, visit: VisitToPrice) -> Price:
    """A price with what is open where another payer came first, and the payer is not Medicare."""
    if _by_medicare(visit.card) or not any(visit.earlier):
        return price
    return replace(price, unknown=(*price.unknown, _ALONE))


def _whole_day(visit: VisitToPrice) -> VisitToPrice:
    """A visit with the lines of the day that are priced together with its own."""
    return replace(visit, lines=(*visit.lines, *visit.beside), beside=()) if visit.beside else visit


def _own_part(price: Price, visit: VisitToPrice) -> Price:
    """The price of a visit's own lines."""
    return replace(price, lines=price.lines[: len(visit.lines)]) if visit.beside else price


def price_visit(
    lines: Sequence[ServiceLine], zip5: str | None, on: date, card: Card, deductible_left_cents: int | None = None
) -> Price:
    """The price of one visit. Without a ZIP the amounts are national, and the price says so."""
    visit = VisitToPrice(tuple(lines), zip5, on, card, deductible_left_cents=deductible_left_cents)
    return price_visits([visit])[0]
