"""Caps of a day: how many units, or how much relative value, a payer pays, and which of them come first."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from romberg.claims import ServiceLine
from romberg.knowledge.daily_units import counted
from romberg.knowledge.payers import Card
from romberg.knowledge.rate_terms import RateTerms
from romberg.pricing.rates import Rate

_INITIAL = frozenset({"97161", "97162", "97163", "97165", "97166", "97167"})
_AGAIN = frozenset({"97164", "97168"})


def cap_of(terms: RateTerms, card: Card) -> int | None:
    """The cap of a day's units, by the contract or else by the payer's card."""
    return terms.unit_cap if terms.unit_cap is not None else card.daily_unit_cap


def counts(terms: RateTerms, card: Card) -> str:
    """Which units the cap counts; where nobody says so, those of treatment."""
    told = terms.units_counted or card.daily_units_counted
    return told if told in ("all", "timed") else "treatment"


def paid_units(lines: Sequence[ServiceLine], rates: Sequence[Rate], terms: RateTerms, card: Card) -> list[int] | None:
    """The units of each line that are paid; None where too many were billed and nobody knows which are paid."""
    cap, what = cap_of(terms, card), counts(terms, card)
    under = [number for number, line in enumerate(lines) if counted(line.code, what)]
    if cap is None or sum(lines[number].units for number in under) <= cap:
        return [line.units for line in lines]
    order = terms.paid_first or card.paid_first
    if order == "dearest first":
        if any(rates[number].unit is None for number in under):
            return None
        under.sort(key=lambda number: -(rates[number].unit or 0))
    elif order != "line order" and len({rates[number].unit for number in under}) > 1:
        return None
    paid, left = [line.units for line in lines], cap
    for number in under:
        paid[number] = min(lines[number].units, left)
        left -= paid[number]
    return paid


def day_values(lines: Sequence[ServiceLine], card: Card) -> Decimal | None:
    """The relative values that a payer pays a patient and day; more on a day with an evaluation."""
    billed = {line.code.strip().upper() for line in lines}
    kind = "with evaluation" if billed & _INITIAL else "with re-evaluation" if billed & _AGAIN else "treatment"
    return card.daily_values.get(kind, card.daily_values.get("treatment"))


def paid_values(
    lines: Sequence[ServiceLine], rates: Sequence[Rate], units: Sequence[int], most: Decimal | None
) -> list[Decimal | None]:
    """The relative value of each line that is paid, in the order of the lines; None where that is not known.

    Behind a line without a known rate nobody knows how much of the day's values is left.
    """
    left, unsure, found = most, False, list[Decimal | None]()
    for line, one, paid in zip(lines, rates, units, strict=True):
        full = None if one.value is None or unsure else one.value * min(paid, line.units)
        kept = full if full is None or left is None else min(full, left)
        if left is not None and kept is not None:
            left -= kept
        unsure |= most is not None and one.unit is None and line.units > 0
        found.append(kept)
    return found
