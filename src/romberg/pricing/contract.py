"""Prices visits by a contract's terms: unit rates, caps, reductions, an assistant's share, the billed charge.

Each cut is a step with its reason; the steps of a line add up to what is allowed for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from romberg.claims import ServiceLine
from romberg.knowledge.daily_units import counted
from romberg.knowledge.payers import Card, terms_of
from romberg.knowledge.rate_terms import RateTerms
from romberg.money import half_up
from romberg.pricing import caps, fee_schedule, frame, grounds, says
from romberg.pricing.grounds import Grounds
from romberg.pricing.price import Price, PricedLine, PriceStep, VisitToPrice
from romberg.pricing.rates import Rate, dollars, rate, whose
from romberg.pricing.rows import by_assistant, frame_of
from romberg.pricing.settling import charges_missing, left_to_split, lower_charge, split
from romberg.pricing.whole_visit import whole_visit

Row = Mapping[str, Any]
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Work:
    """A visit on its way to its price. `units` are those paid of each line; None: nobody knows which are."""

    visit: VisitToPrice
    terms: RateTerms
    rates: tuple[Rate, ...]
    units: tuple[int, ...] | None


def price_all(visits: Mapping[int, VisitToPrice]) -> dict[int, Price]:
    """The prices of visits by number; what rests on Medicare's amounts goes through its schedule in one pass."""
    terms = {number: terms_of(visit.card) for number, visit in visits.items()}
    by_day = {number for number, one in terms.items() if whole_visit(visits[number], one) is None}
    valued = _valued({number: visits[number] for number in sorted(by_day)}, terms)
    rows = _by_visit(valued)
    works = {number: _work(visits[number], terms[number], rows.get(number)) for number in by_day}
    reduced = _by_visit(_reduced(valued, works))
    return {
        number: whole_visit(visit, terms[number]) or _price(works[number], reduced.get(number))
        for number, visit in visits.items()
    }


def _valued(visits: Mapping[int, VisitToPrice], terms: Mapping[int, RateTerms]) -> pl.DataFrame:
    """What Medicare's schedule allows for a unit of each line whose terms rest on it."""
    resting = {
        number: visit
        for number, visit in visits.items()
        if terms[number].percent_of_medicare is not None or terms[number].conversion_factor is not None
    }
    factors = {number: terms[number].conversion_factor for number in resting}
    if not resting:
        return pl.DataFrame()
    lines = frame_of(resting, factors).with_columns(
        excluded=pl.lit(False), multiple_procedure_applies=_applies(resting)
    )
    return frame.by_unit(fee_schedule.with_values(frame.complete(lines)))


def _applies(visits: Mapping[int, VisitToPrice]) -> pl.Expr:
    """Whether further units are reduced: as the contract says, else as the payer's card says."""
    reducing = [number for number, visit in visits.items() if _reduces(visit.card, terms_of(visit.card))]
    return pl.col("visit").is_in(reducing)


def _reduces(card: Card, terms: RateTerms) -> bool | None:
    return card.mppr if terms.mppr is None else terms.mppr


def _by_visit(lines: pl.DataFrame) -> dict[int, Rows]:
    found: dict[int, Rows] = {}
    for row in lines.iter_rows(named=True):
        found.setdefault(row["visit"], []).append(row)
    return found


def _work(visit: VisitToPrice, terms: RateTerms, rows: Rows | None) -> _Work:
    given = _each(rows, visit)
    rates = tuple(rate(line, terms, visit.card, row) for line, row in zip(visit.lines, given, strict=True))
    units = caps.paid_units(visit.lines, rates, terms, visit.card)
    return _Work(visit, terms, rates, None if units is None else tuple(units))


def _each(rows: Rows | None, visit: VisitToPrice) -> Sequence[Row | None]:
    """The row of each line; None where a visit's terms do not rest on Medicare's schedule."""
    return rows if rows else [None] * len(visit.lines)


def _reduced(valued: pl.DataFrame, works: Mapping[int, _Work]) -> pl.DataFrame:
    """The reduction among the units that are paid; a line with a rate of its own takes no part."""
    if valued.is_empty():
        return valued
    taking = [
        units if one.reduced is not None else 0
        for number in valued["visit"].unique(maintain_order=True)
        for units, one in _paid(works[number])
    ]
    return frame.with_reduction(valued.with_columns(units=pl.Series(taking, dtype=pl.Int64)))


def _paid(work: _Work) -> Iterator[tuple[int, Rate]]:
    units = work.units or tuple(line.units for line in work.visit.lines)
    yield from zip(units, work.rates, strict=True)


def _price(work: _Work, rows: Rows | None) -> Price:
    visit, card = work.visit, work.visit.card
    most = caps.day_values(visit.lines, card)
    units = work.units or tuple(line.units for line in visit.lines)
    values = caps.paid_values(visit.lines, work.rates, units, most)
    priced = [
        _line(work, number, row, value)
        for number, (row, value) in enumerate(zip(_each(rows, visit), values, strict=True))
    ]
    told = [*_open(work, rows), *_behind(work, values)]
    return Price(tuple(priced), tuple(dict.fromkeys(one for one in told if one)))


def _behind(work: _Work, values: Sequence[Decimal | None]) -> Iterator[str]:
    """Where a line without a rate leaves open what is left of the day's values for those behind it."""
    behind = [
        line.code
        for line, one, value in zip(work.visit.lines, work.rates, values, strict=True)
        if one.value is not None and value is None
    ]
    if behind:
        yield f"How much of the day's relative values is left for {' and '.join(dict.fromkeys(behind))} is not known."


def _line(work: _Work, number: int, row: Row | None, value: Decimal | None) -> PricedLine:
    line, one, card = work.visit.lines[number], work.rates[number], work.visit.card
    known = one.unit is not None and (work.units is not None or not _under_cap(work, line))
    if not known or (one.value is not None and value is None):
        return PricedLine(line.code, line.units, line.modifiers, None, None, None)
    steps = tuple(_steps(work, number, row, value))
    allowed = sum(step.cents for step in steps)
    return PricedLine(line.code, line.units, line.modifiers, allowed, *split(card, allowed), steps)


def _under_cap(work: _Work, line: ServiceLine) -> bool:
    return counted(line.code, caps.counts(work.terms, work.visit.card))


def _steps(work: _Work, number: int, row: Row | None, value: Decimal | None) -> Iterator[PriceStep]:
    line, one = work.visit.lines[number], work.rates[number]
    found = [_base(line, one, work.terms), *_cap_steps(work, number, value), *_reduction(work, one, row)]
    amount = sum(step.cents for step in found)
    found += () if one.assistants else _assistant(line, work.terms, work.visit.card, amount)
    amount = sum(step.cents for step in found)
    yield from found
    yield from lower_charge(line.charge_cents, amount, work.terms, work.visit.card)


def _base(line: ServiceLine, one: Rate, terms: RateTerms) -> PriceStep:
    if one.value is not None:
        return PriceStep(one.step, _worth(one.value * line.units, terms), one.says, one.grounds)
    return PriceStep(one.step, one.amount(line.units), one.says, one.grounds)


def _worth(value: Decimal, terms: RateTerms) -> int:
    return int(half_up(value * (terms.value_factor or 0) * 100))


def _cap_steps(work: _Work, number: int, value: Decimal | None) -> Iterator[PriceStep]:
    line, one, card = work.visit.lines[number], work.rates[number], work.visit.card
    paid = line.units if work.units is None else work.units[number]
    if paid < line.units and one.value is None:
        whole = one.amount(line.units)
        cut = whole - int(half_up(Decimal(whole) * paid / line.units))
        yield PriceStep("daily unit cap", -cut, _cap_says(work, line.units - paid), _of_cap(work))
    if one.value is not None and value is not None and value < one.value * line.units:
        most = caps.day_values(work.visit.lines, card)
        cut = _worth(one.value * line.units, work.terms) - _worth(value, work.terms)
        told = f"{whose(card)} pays {most} relative values a patient and day; {value} of this line are within them."
        factor = f" One is worth {dollars(work.terms.value_factor)}." if work.terms.value_factor else ""
        yield PriceStep("daily relative values", -cut, told + factor, grounds.card_line(card, "daily_values"))


_CAP = {"unit_cap": "daily_unit_cap", "units_counted": "daily_units_counted", "paid_first": "paid_first"}


def _of_cap(work: _Work) -> Grounds:
    """Where a cap, what it counts and what comes first stand: in the contract, else on the payer's card."""
    terms, card = work.terms, work.visit.card
    found = [
        grounds.card_line(card, line) if getattr(terms, term) is None else grounds.rates(card, terms, term)
        for term, line in _CAP.items()
    ]
    return tuple(dict.fromkeys(one for each in found for one in each))


def _cap_says(work: _Work, cut: int) -> str:
    card, terms = work.visit.card, work.terms
    order = terms.paid_first or card.paid_first
    first = {"line order": "in the order of the lines", "dearest first": "the dearest first"}.get(
        order, "of equal worth"
    )
    units = "1 unit is" if cut == 1 else f"{cut} units are"
    what = {"all": "units", "timed": "timed units", "treatment": "units of treatment"}[caps.counts(terms, card)]
    return f"{whose(card)} pays {caps.cap_of(terms, card)} {what} a day, {first}; {units} beyond that."


def _reduction(work: _Work, one: Rate, row: Row | None) -> Iterator[PriceStep]:
    if row is None or one.reduced is None or one.unit is None or not row["reduced_units"]:
        return
    cut = (one.unit - one.reduced) * row["reduced_units"]
    if cut:
        terms, card = work.terms, work.visit.card
        own = grounds.card_line(card, "mppr") if terms.mppr is None else grounds.rates(card, terms, "mppr")
        rests = (*own, *says.of_reduction(row))
        yield PriceStep("multiple procedure reduction", -cut, says.multiple(row, one.reduced), rests)


def _assistant(line: ServiceLine, terms: RateTerms, card: Card, amount: int) -> Iterator[PriceStep]:
    percent = terms.assistant_percent if terms.assistant_percent is not None else card.assistant_percent
    if percent is None or percent >= 100 or not by_assistant(line) or not amount:
        return
    cut = int(half_up(Decimal(amount) * (100 - percent) / 100))
    told = f"An assistant's service (CQ or CO): {whose(card)} pays {percent} percent."
    theirs = terms.assistant_percent is None
    rests = grounds.card_line(card, "assistant_percent") if theirs else grounds.rates(card, terms, "assistant_percent")
    yield PriceStep("assistant reduction", -cut, told, rests)


def _open(work: _Work, rows: Rows | None) -> Iterator[str]:
    """What a price by a contract leaves open, a sentence each."""
    visit, card, terms = work.visit, work.visit.card, work.terms
    yield from card.notes
    if rows is not None:
        yield says.place(visit)
        yield from says.place_of_service(visit, rows)
        if _reduces(card, terms) is None and sum(units for units, one in _paid(work) if one.reduced is not None) > 1:
            yield f"Whether {whose(card)} reduces further units of a day is not known; no such reduction was taken."
    yield from (one.why for one in work.rates if one.unit is None)
    if work.units is None:
        cap = caps.cap_of(terms, card)
        yield f"{whose(card)} pays {cap} units a day, and which of more are paid is not known; bill the dearest first."
    yield from charges_missing(visit.lines, terms)
    yield from left_to_split(card)
