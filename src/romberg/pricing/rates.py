"""What one unit of a line pays by a contract's or a card's rates, before anything is cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from romberg.claims import ServiceLine
from romberg.knowledge.payers import Card
from romberg.knowledge.rate_terms import RateTerms
from romberg.money import half_up, usd
from romberg.pricing import grounds, says
from romberg.pricing.grounds import Grounds
from romberg.pricing.rows import upper

Row = Mapping[str, Any]
_BUNDLED = "B"
_MARKS = frozenset(("CQ", "CO"))


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a line pays. `unit` is None where it is not known, and `why` then says why.

    `reduced` is what a unit pays under the multiple procedure reduction, `value` its own relative value where the
    payer's schedule pays by values of its own. `assistants`: it is named for CQ or CO itself, so nothing more comes off
    for them. `whole` is what all units of the line pay, where that is a share of its charge.
    """

    step: str
    unit: int | None
    says: str
    reduced: int | None = None
    value: Decimal | None = None
    why: str = ""
    grounds: Grounds = ()
    assistants: bool = False
    whole: int | None = None

    def amount(self, units: int) -> int:
        """What so many units pay; those of a share of the charge are one sum."""
        return (self.unit or 0) * units if self.whole is None else self.whole


def whose(card: Card) -> str:
    """A card's title, with the plan where it has plans."""
    return f'{card.title}, plan "{card.plan}"' if card.plan else card.title


def rate(line: ServiceLine, terms: RateTerms, card: Card, row: Row | None) -> Rate:
    """What a unit of a line pays; `row` is the line as Medicare's schedule prices it, where the terms rest on that."""
    code = line.code.strip().upper()
    key = _own(code, line, terms)
    if key is not None and key in terms.unknown:
        return Rate("rate card", None, "", why=terms.unknown[key])
    if key is not None and key in terms.charge_percents:
        return _of_charge(line, terms.charge_percents[key], card, grounds.rates(card, terms, key))
    if key is not None:
        own = terms.codes[key]
        told = f"{line.units} × {usd(own)}, {whose(card)}."
        rests = grounds.rates(card, terms, key)
        return Rate("rate card", own, told, grounds=rests, assistants=not _MARKS.isdisjoint(key.split(":")))
    if code in card.not_payable_codes:
        rests = grounds.card_line(card, "not_payable_codes")
        return Rate("not covered", 0, f"{whose(card)} does not pay {code}.", grounds=rests)
    if terms.values:
        return _by_values(code, line, terms, card)
    if terms.percent_of_charge is not None:
        return _of_charge(line, terms.percent_of_charge, card, grounds.rates(card, terms, "percent_of_charge"))
    if row is not None and terms.percent_of_medicare is not None:
        share = grounds.rates(card, terms, "percent_of_medicare")
        return _of_medicare(row, line, terms.percent_of_medicare, (*share, *says.of_schedule(row)))
    if row is not None:
        return _by_factor(row, (*_of_factor(card, terms), *says.of_schedule(row)))
    return Rate("rate card", None, "", why=f"{whose(card)}: no rate for {line.code} on this card.")


def has_own(line: ServiceLine, terms: RateTerms) -> bool:
    """Whether the terms name a rate for a line's code, so that it stands beside a rate for the whole visit."""
    key = _own(line.code.strip().upper(), line, terms)
    return key is not None and (key in terms.codes or key in terms.charge_percents)


def _own(code: str, line: ServiceLine, terms: RateTerms) -> str | None:
    """The key of the rate for the code with two of the line's modifiers, else with one of them, else for the code."""
    modifiers = upper(line.modifiers)
    pairs = (f"{code}:{one}:{other}" for one, other in combinations(sorted(set(modifiers)), 2))
    keys = (*pairs, *(f"{code}:{modifier}" for modifier in modifiers), code)
    named = (terms.codes, terms.charge_percents, terms.unknown)
    return next((key for key in keys if any(key in one for one in named)), None)


def _of_charge(line: ServiceLine, percent: Decimal, card: Card, rests: Grounds) -> Rate:
    """A share of what was charged for the line; not known without a charge."""
    share, charge = f"{percent.normalize():f} percent", line.charge_cents
    if charge is None:
        why = f"{whose(card)} pays {share} of the charge, and no charge for {line.code} is told."
        return Rate("percent of charge", None, "", why=why)
    whole = int(half_up(Decimal(charge) * percent / 100))
    unit = int(half_up(Decimal(whole) / line.units)) if line.units else whole
    told = f"{share} of the charge of {usd(charge)}, {whose(card)}."
    return Rate("percent of charge", unit, told, whole=whole, grounds=rests)


def _of_factor(card: Card, terms: RateTerms) -> Grounds:
    """Where a payer's own factor stands: among its rates, or on a line of its own."""
    own = card.rates.conversion_factor is None
    return grounds.card_line(card, "conversion_factor") if own else grounds.rates(card, terms, "conversion_factor")


def _by_values(code: str, line: ServiceLine, terms: RateTerms, card: Card) -> Rate:
    value, factor = terms.values.get(code), terms.value_factor
    if value is None or factor is None:
        return Rate("relative values", None, "", why=f"{whose(card)}: no relative value for {line.code} on this card.")
    told = f"{line.units} × {value} relative values × {dollars(factor)}, {whose(card)}."
    rests = (*grounds.rates(card, terms, code), *grounds.rates(card, terms, "value_factor"))
    return Rate("relative values", int(half_up(value * factor * 100)), told, value=value, grounds=rests)


def dollars(amount: Decimal) -> str:
    """Dollars as written, with at least two places: $9.55, $67.8125."""
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    return f"${amount:,.{places}f}"


def _of_medicare(row: Row, line: ServiceLine, percent: Decimal, rests: Grounds) -> Rate:
    if row["status"] == _BUNDLED:
        told = f"Medicare pays {row['code']} as part of the day's other services."
        return Rate("percent of Medicare", 0, told, grounds=rests)
    if not row["unit_cents"] or row["reduced_unit_cents"] is None:
        return Rate("percent of Medicare", None, "", why=says.missing(row) or _nothing_to_take_from(row))
    unit, reduced = (_share(row[key], percent) for key in ("unit_cents", "reduced_unit_cents"))
    where = f"in {row['place']}" if row["place"] else "national amounts"
    medicare = f"{usd(row['unit_cents'])}, Medicare's amount of {row['year']} {where}"
    told = f"{line.units} × {usd(unit)}: {percent.normalize():f} percent of {medicare}."
    return Rate("percent of Medicare", unit, told, reduced, grounds=rests)


def _share(cents: int, percent: Decimal) -> int:
    return int(half_up(cents * percent / 100))


def _nothing_to_take_from(row: Row) -> str:
    return f"Medicare has no amount for {row['code']}, so a share of it is not known."


def _by_factor(row: Row, rests: Grounds) -> Rate:
    if row["status"] == _BUNDLED:
        told = f"{row['code']} is part of the day's other services."
        return Rate("own conversion factor", 0, told, grounds=rests)
    if not row["unit_cents"] or row["reduced_unit_cents"] is None:
        return Rate("own conversion factor", None, "", why=says.missing(row) or _nothing_to_take_from(row))
    return Rate("own conversion factor", row["unit_cents"], says.fee(row), row["reduced_unit_cents"], grounds=rests)
