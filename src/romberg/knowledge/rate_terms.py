"""What a contract pays, as one day sees it: rates a unit, a visit, a day or a case, and how they are adjusted.

Money is whole cents; percentages, factors and relative values are exact decimals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

COUNTED = ("treatment", "timed", "all")  # units that a cap counts: all but evaluations, timed codes alone, every one
ORDERS = ("line order", "dearest first")
WHOLE_VISIT = ("per_visit", "per_diem", "case_rate")  # one amount for all that is done; only one of them at a time
RATE_CODE = re.compile(r"(?:[0-9]{5}|[A-Z][0-9]{4}|[0-9]{4}[A-Z])(:[A-Z0-9]{2})?")


@dataclass(frozen=True, slots=True)
class RateTerms:
    """One payer's terms on one day; what a contract does not say is None or empty.

    `codes`: cents a unit by code, or by code and modifier ("97112:GP"). `percent_of_medicare`: percent of Medicare's
    amount. `percent_of_charge`: percent of what was charged, for every code without a rate of its own;
    `charge_percents`: the same by code. `conversion_factor`: dollars for one of Medicare's relative value units.
    `values` and `value_factor`: a schedule's own relative values by code, and dollars for one of them. `per_visit` (one
    discipline's visit), `per_diem` (a day) and `case_rate` (an episode, of `case_visits` visits where that is said):
    cents for all that is done. `unit_cap`: units paid a day, of those that `units_counted` names, in the order of
    `paid_first`. `lesser_of_charge`: the billed charge is paid where it is lower. `mppr`: whether further units lose
    practice expense. `assistant_percent`: percent paid for an assistant's service. `unknown`: why a code (or one with
    modifiers) has no rate, where its source names it and yet none can be told. `origin`: where a rate (by its code) or
    a term (by its name) stands, if that is not the card's own line.
    """

    codes: Mapping[str, int] = field(default_factory=dict)
    percent_of_medicare: Decimal | None = None
    percent_of_charge: Decimal | None = None
    charge_percents: Mapping[str, Decimal] = field(default_factory=dict)
    conversion_factor: Decimal | None = None
    values: Mapping[str, Decimal] = field(default_factory=dict)
    value_factor: Decimal | None = None
    per_visit: int | None = None
    per_diem: int | None = None
    case_rate: int | None = None
    case_visits: int | None = None
    unit_cap: int | None = None
    units_counted: str | None = None
    paid_first: str | None = None
    lesser_of_charge: bool = False
    mppr: bool | None = None
    assistant_percent: int | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)
    origin: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def pays(self) -> bool:
        """Whether the terms hold any rate at all."""
        whole = (self.per_visit, self.per_diem, self.case_rate)
        rates = (self.percent_of_medicare, self.percent_of_charge, self.conversion_factor, *whole)
        by_code = self.codes or self.charge_percents or self.unknown or (self.values and self.value_factor)
        return bool(by_code or any(one is not None for one in rates))


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(f"{value!s:.40} is no number")
    if not 0 <= value < 1_000_000:
        raise ValueError(f"{value!s:.40} is not between 0 and 1,000,000")
    return Decimal(value)


def cents(value: object) -> int:
    """Dollars as whole cents; ValueError where they are none."""
    amount = _number(value) * 100
    if amount != amount.to_integral_value():
        raise ValueError(f"{value!s:.40} dollars are no whole number of cents")
    return int(amount)


def exact(value: object) -> Decimal:
    """A percentage, a factor or a relative value; above zero, with at most four places."""
    number = _number(value)
    if not number or number != round(number, 4):
        raise ValueError(f"{value!s:.40} is zero or has more than four decimal places")
    return number


def whole(value: object) -> int:
    """A whole number above zero."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 1000:
        raise ValueError(f"{value!s:.40} is no whole number from 1 to 999")
    return value


def percent(value: object) -> int:
    """A whole percentage up to 100."""
    number = whole(value)
    if number > 100:
        raise ValueError(f"{number} percent is more than the whole")
    return number


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!s:.40} is neither true nor false")
    return value


def _one_of(words: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError(f"{value!s:.40} is none of {', '.join(words)}")
        return str(value)

    return read


def code(value: object) -> str:
    """A procedure code, with a modifier behind a colon where the rate is for that alone."""
    found = str(value).strip().upper()
    if not RATE_CODE.fullmatch(found):
        raise ValueError(f"{value!s:.40} is no procedure code (97112, or 97112:GP for a rate with a modifier)")
    return found


def _by_code(read: Callable[[object], Any]) -> Callable[[object], dict[str, Any]]:
    def many(value: object) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise ValueError(f"{value!s:.40} is no list of codes with an amount each")
        return {code(each): read(amount) for each, amount in value.items()}

    return many


READERS: dict[str, Callable[[object], Any]] = {
    "codes": _by_code(cents),
    "percent_of_medicare": exact,
    "percent_of_charge": exact,
    "conversion_factor": exact,
    "values": _by_code(exact),
    "value_factor": exact,
    "per_visit": cents,
    "per_diem": cents,
    "case_rate": cents,
    "case_visits": whole,
    "unit_cap": whole,
    "units_counted": _one_of(COUNTED),
    "paid_first": _one_of(ORDERS),
    "lesser_of_charge": _yes_no,
    "mppr": _yes_no,
    "assistant_percent": percent,
}


def terms(raw: Mapping[str, Any]) -> RateTerms:
    """The terms as a card or a file writes them; ValueError says which of them cannot be."""
    wrong = sorted(set(map(str, raw)) - set(READERS))
    if wrong:
        raise ValueError(f"{wrong[0]} is no term of a rate card; there are {', '.join(READERS)}")
    found = {key: _read(key, value) for key, value in raw.items()}
    whole_visit = [key for key in WHOLE_VISIT if key in found]
    if len(whole_visit) > 1:
        raise ValueError(f"{' and '.join(whole_visit)} stand beside one another, and a visit is paid by one of them")
    if {"percent_of_medicare", "percent_of_charge"} <= set(found):
        raise ValueError("percent_of_medicare and percent_of_charge stand beside one another; a code is paid by one")
    if ("values" in found) is not ("value_factor" in found):
        raise ValueError(
            "values and value_factor belong together: a schedule's own values, and dollars for one of them"
        )
    return RateTerms(**found)


def _read(key: str, value: object) -> Any:
    try:
        return READERS[key](value)
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from None
