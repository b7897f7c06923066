"""Rates for all that is done at once: a visit, a day, or an episode; codes with a rate of their own stand beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from romberg.claims import ServiceLine
from romberg.knowledge import codes
from romberg.knowledge.payers import Card
from romberg.knowledge.rate_terms import WHOLE_VISIT, RateTerms
from romberg.money import usd
from romberg.pricing.grounds import Grounds, rates
from romberg.pricing.price import Price, PricedLine, PriceStep, VisitToPrice
from romberg.pricing.rates import has_own, rate, whose
from romberg.pricing.rows import upper
from romberg.pricing.settling import charges_missing, left_to_split, lower_charge, split

_DISCIPLINES = ("GP", "GO", "GN")


def whole_visit(visit: VisitToPrice, terms: RateTerms) -> Price | None:
    """The price of a visit by a rate for all of it; None where the terms hold no such rate."""
    amount = terms.per_visit if terms.per_visit is not None else terms.per_diem
    amount = terms.case_rate if amount is None else amount
    if amount is None:
        return None
    why = _not_known(visit, terms)
    heads = _heads(visit.lines, terms)
    priced = [_line(visit, number, terms, amount, heads, why) for number in range(len(visit.lines))]
    return Price(tuple(priced), tuple(dict.fromkeys(_open(visit, terms, why))))


def _line(
    visit: VisitToPrice, number: int, terms: RateTerms, amount: int, heads: dict[int, list[int]], why: str
) -> PricedLine:
    line, card = visit.lines[number], visit.card
    if has_own(line, terms):
        one = rate(line, terms, card, None)
        steps = [PriceStep(one.step, one.amount(line.units), one.says, one.grounds)]
        charge = line.charge_cents
    elif why:
        return PricedLine(line.code, line.units, line.modifiers, None, None, None)
    elif number in heads:
        steps, charge = [_head(visit, terms, amount)], _charge(visit.lines, heads[number])
    else:
        within = "Within the rate that stands on the visit's first line."
        steps, charge = [PriceStep("included", 0, within, _rests(card, terms))], None
    steps += lower_charge(charge, steps[0].cents, terms, card)
    allowed = sum(step.cents for step in steps)
    return PricedLine(line.code, line.units, line.modifiers, allowed, *split(card, allowed), tuple(steps))


def _head(visit: VisitToPrice, terms: RateTerms, amount: int) -> PriceStep:
    title, rests = whose(visit.card), _rests(visit.card, terms)
    if terms.per_visit is not None:
        return PriceStep("per visit rate", amount, f"{usd(amount)} for the visit, whatever is done, {title}.", rests)
    if terms.per_diem is not None:
        return PriceStep("per diem", amount, f"{usd(amount)} for the day, whatever is done, {title}.", rests)
    if _first(visit):
        told = f"{usd(amount)} for the whole case, due with its first visit, {title}."
        return PriceStep("case rate", amount, told, rests)
    told = f"Visit {visit.visit_number} is within the case rate that its first visit brought."
    return PriceStep("case rate", 0, told, rests)


def _rests(card: Card, terms: RateTerms) -> Grounds:
    """Where the rate for the whole visit stands."""
    return rates(card, terms, next(one for one in WHOLE_VISIT if getattr(terms, one) is not None))


def _heads(lines: Sequence[ServiceLine], terms: RateTerms) -> dict[int, list[int]]:
    """The line that carries each rate, with the lines that the rate is for: one a discipline where a visit is paid."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if not has_own(line, terms):
            found.setdefault(_discipline(line) if terms.per_visit is not None else "", []).append(number)
    return {numbers[0]: numbers for numbers in found.values()}


def _discipline(line: ServiceLine) -> str:
    return next((one for one in upper(line.modifiers) if one in _DISCIPLINES), "")


def _charge(lines: Sequence[ServiceLine], numbers: Sequence[int]) -> int | None:
    charges = [lines[number].charge_cents for number in numbers]
    known = [one for one in charges if one is not None]
    return sum(known) if len(known) == len(charges) else None


def _first(visit: VisitToPrice) -> bool:
    return visit.visit_number == 1 or (visit.visit_number is None and _has_evaluation(visit.lines))


def _has_evaluation(lines: Sequence[ServiceLine]) -> bool:
    known = [codes.get(line.code) for line in lines]
    again = {"97164", "97168"}
    return any(one is not None and one.service == "evaluation" and one.code not in again for one in known)


def _not_known(visit: VisitToPrice, terms: RateTerms) -> str:
    """Why a case rate cannot be told for a visit; empty where it can."""
    if terms.case_rate is None or _first(visit):
        return ""
    if visit.visit_number is None:
        return "A case rate is due with the first visit of the case; say which visit this is."
    if terms.case_visits is not None and visit.visit_number > terms.case_visits:
        return f"The case rate covers {terms.case_visits} visits; what visit {visit.visit_number} pays is not known."
    return ""


def _open(visit: VisitToPrice, terms: RateTerms, why: str) -> Iterator[str]:
    yield from visit.card.notes
    if why:
        yield why
    yield from charges_missing(visit.lines, terms)
    yield from left_to_split(visit.card)
