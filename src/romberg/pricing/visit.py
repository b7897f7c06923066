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
    return [_finished(found[at], visit) for at, visit in enumerate(visits)]


_ALONE = (
    "Another payer paid first; what this payer then pays hangs on its own rules for second payers, "
    "so this is its price as the only one."
)
_TOGETHER = "Priced together with the other lines of the patient's day, as those of one billing group."


def _finished(price: Price, visit: VisitToPrice) -> Price:
    """The price of a visit's own lines, with what is open about the rest of its day and an earlier payer."""
    told = []
    if (visit.ahead or visit.beside) and _by_the_day(visit):
        told.append(_TOGETHER)
    if any(visit.earlier) and not _by_medicare(visit.card):
        told.append(_ALONE)
    own = _own_part(price, visit)
    return replace(own, unknown=(*own.unknown, *told)) if told else own


def _whole_day(visit: VisitToPrice) -> VisitToPrice:
    """A visit with the lines of the day that are priced together with its own."""
    if not visit.ahead and not visit.beside:
        return visit
    if not _by_the_day(visit):
        return replace(visit, ahead=(), beside=())
    earlier = ((None,) * len(visit.ahead) + visit.earlier) if visit.earlier else ()
    return replace(visit, lines=(*visit.ahead, *visit.lines, *visit.beside), ahead=(), beside=(), earlier=earlier)


def _by_the_day(visit: VisitToPrice) -> bool:
    """Whether a payer prices the lines of a day together; a rate for a visit or a case knows no day."""
    terms = terms_of(visit.card)
    return terms.per_visit is None and terms.case_rate is None


def _own_part(price: Price, visit: VisitToPrice) -> Price:
    """The price of a visit's own lines."""
    if not (visit.ahead or visit.beside) or not _by_the_day(visit):
        return price
    first = len(visit.ahead)
    return replace(price, lines=price.lines[first : first + len(visit.lines)])


def of_one_day(visits: Sequence[VisitToPrice], patients: Sequence[str]) -> list[VisitToPrice]:
    """Visits with the lines of each other's day: those of one patient, day and payer's card are priced together.

    `patients` tells the patients apart, visit by visit; empty where nobody knows whose a visit is. Of one day the order
    of the visits is the order of the lines: each line's reduction, cap and deductible is that of all of them as one.
    """
    days: dict[tuple[str, date, str, str], list[int]] = defaultdict(list)
    for at, (visit, patient) in enumerate(zip(visits, patients, strict=True)):
        if patient:
            days[patient, visit.on, visit.card.name, visit.card.plan].append(at)
    found = list(visits)
    for together in days.values():
        for place, at in enumerate(together):
            ahead = tuple(line for other in together[:place] for line in visits[other].lines)
            beside = tuple(line for other in together[place + 1 :] for line in visits[other].lines)
            if ahead or beside:
                found[at] = replace(visits[at], ahead=ahead, beside=beside)
    return found


def price_visit(
    lines: Sequence[ServiceLine], zip5: str | None, on: date, card: Card, deductible_left_cents: int | None = None
) -> Price:
    """The price of one visit. Without a ZIP the amounts are national, and the price says so."""
    visit = VisitToPrice(tuple(lines), zip5, on, card, deductible_left_cents=deductible_left_cents)
    return price_visits([visit])[0]
