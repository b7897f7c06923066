"""Flat rate cards: so many cents for a unit of a code."""

from __future__ import annotations

from romberg.knowledge.payers import Card
from romberg.money import usd
from romberg.pricing.price import Price, PricedLine, PriceStep, VisitToPrice


def _unpriced(visit: VisitToPrice) -> tuple[PricedLine, ...]:
    return tuple(PricedLine(line.code, line.units, line.modifiers, None, None, None) for line in visit.lines)


def unknown(visit: VisitToPrice) -> Price:
    """The price of a visit whose payer's schedule is not known."""
    card = visit.card
    says = f"What {card.title} pays stands in its own contract or schedule; give a rate card to price this visit."
    return Price(_unpriced(visit), (card.unknown_because or says,))


def _whose(card: Card) -> str:
    return f'{card.title}, plan "{card.plan}"' if card.plan else card.title


def flat(visit: VisitToPrice) -> Price:
    """The price of a visit by the card's own rates."""
    card, lines, reasons = visit.card, [], []
    for line in visit.lines:
        rate = card.rates.get(line.code.strip().upper())
        if rate is None:
            lines.append(PricedLine(line.code, line.units, line.modifiers, None, None, None))
            reasons.append(f"{_whose(card)}: no rate for {line.code} on this card.")
            continue
        step = PriceStep("rate card", rate * line.units, f"{line.units} × {usd(rate)}, {_whose(card)}.")
        lines.append(PricedLine(line.code, line.units, line.modifiers, step.cents, None, None, (step,)))
    reasons.append("What payer and patient each pay of it depends on the patient's plan.")
    return Price(tuple(lines), tuple(dict.fromkeys((*card.notes, *reasons))))
