"""Gathers the rates of an in-network file, packed small; such files repeat themselves a thousand times over."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import polars as pl

from romberg.knowledge.releases.network_groups import Groups
from romberg.knowledge.releases.network_stream import Group, Odd, Rate
from romberg.knowledge.releases.schemas import TABLES

_TYPES: Final = ("negotiated", "derived", "fee schedule", "percentage", "per diem")
_CLASSES: Final = ("professional", "institutional", "both")
_SETTINGS: Final = ("", "inpatient", "outpatient", "both")
_MODIFIER, _PLACE = re.compile(r"[A-Z0-9]{2}"), re.compile(r"[0-9]{2}|CSTM-00")
_NO_END = "9999-12-31"
MOST_RATES: Final = 8_000_000
_WORDS: Final = ("code", "modifiers", "type", "places", "billing_class", "setting", "arrangement")
_COLUMNS: Final = {"amount": pl.Int64, "expires": pl.Int32, "group": pl.UInt32}
_PILE: Final = 250_000  # rows that wait to be packed
_EPOCH: Final = date(1970, 1, 1).toordinal()


def _columns() -> list[array[int]]:
    return [array("q") for _ in _COLUMNS]


Terms = tuple[str, ...]


@dataclass(slots=True)
class Rates:
    """The rates so far, each once: numbers in columns, for each set of terms; of terms few are different.

    They are told apart within their terms, so that this never takes much more memory than keeping them.
    """

    groups: Groups
    waiting: dict[Terms, list[array[int]]] = field(default_factory=lambda: defaultdict(_columns))
    packed: dict[Terms, pl.DataFrame] = field(default_factory=dict)
    piled: int = 0
    count: int = 0
    rounded: int = 0

    def take(self, one: Group | Rate) -> None:
        """Take a group or a rate as it passes by."""
        if isinstance(one, Group):
            self.groups.told(one.value)
            return
        self._rate(one.about, one.value)
        if self.piled >= _PILE:
            self.pack()

    def pack(self) -> None:
        """Pack the waiting rows, and keep each once."""
        for terms, columns in self.waiting.items():
            new = pl.DataFrame(dict(zip(_COLUMNS, map(pl.Series, columns), strict=True)), schema=_COLUMNS)
            before = self.packed.get(terms)
            self.packed[terms] = (new if before is None else pl.concat([before, new])).unique()
        self.waiting.clear()
        self.count += self.piled
        self.piled = 0
        if sum(rows.height for rows in self.packed.values()) > MOST_RATES:
            what = f"it holds more than {MOST_RATES:,} different rates of rehabilitation codes"
            raise Odd(what, "name your own providers with --npi or --tin")

    def _rate(self, about: Mapping[str, str], value: Mapping[str, Any]) -> None:
        code, prices = about["billing_code"], value.get("negotiated_prices")
        if not isinstance(prices, list) or not prices:
            raise Odd(f"a rate of {code} has no negotiated_prices")
        groups = self._groups(value, code)
        for price in prices if groups else ():
            terms, amount, expires = self._price(price, about.get("negotiation_arrangement", "ffs"), code)
            amounts, days, numbers = self.waiting[terms]
            for group in groups:
                amounts.append(amount)
                days.append(expires)
                numbers.append(group)
            self.piled += len(groups)

    def _groups(self, value: Mapping[str, Any], code: str) -> list[int]:
        named, written = value.get("provider_references") or [], value.get("provider_groups") or []
        if not isinstance(named, list) or not isinstance(written, list) or not (named or written):
            raise Odd(f"a rate of {code} names no providers")
        found = [*map(self.groups.numbered, named), *([self.groups.written(written)] if written else [])]
        return [number for number in found if self.groups.may_be_asked_for(number)]

    def _price(self, price: Any, arrangement: str, code: str) -> tuple[Terms, int, int]:
        if not isinstance(price, Mapping):
            raise Odd(f"a price of {code} is no object")
        terms = (
            code,
            _all_of(price, "billing_code_modifier", _MODIFIER, code),
            _one_of(price, "negotiated_type", _TYPES, code),
            _all_of(price, "service_code", _PLACE, code),
            _one_of(price, "billing_class", _CLASSES, code),
            _one_of(price, "setting", _SETTINGS, code),
            arrangement,
        )
        return terms, self._amount(price.get("negotiated_rate"), code), _expires(price, code)

    def _amount(self, value: Any, code: str) -> int:
        """Dollars or percent in ten-thousandths; finer ones are rounded half up, and counted."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise Odd(f"the rate {value!s:.20} of {code} is no number")
        if not 0 <= value < 10**8:
            raise Odd(f"the rate {value!s:.20} of {code} is not between 0 and 100,000,000")
        exact = Decimal(value).scaleb(4)
        scaled = exact.to_integral_value(ROUND_HALF_UP)
        self.rounded += scaled != exact
        return int(scaled)


def _one_of(price: Mapping[str, Any], name: str, allowed: tuple[str, ...], code: str) -> str:
    text = str(price.get(name) or "").strip().lower()
    if text not in allowed:
        raise Odd(f"{name} {text[:30]!r} of {code} is none of {', '.join(one for one in allowed if one)}")
    return text


def _all_of(price: Mapping[str, Any], name: str, allowed: re.Pattern[str], code: str) -> str:
    """The words of a list, sorted and joined by spaces."""
    listed = price.get(name) or []
    words = sorted({str(one).strip().upper() for one in (listed if isinstance(listed, list) else [listed])} - {""})
    wrong = next((one for one in words if not allowed.fullmatch(one)), None)
    if wrong is not None:
        raise Odd(f"{name} of {code} holds {wrong[:20]!r}")
    return " ".join(words)


def _expires(price: Mapping[str, Any], code: str) -> int:
    """The last day in days since 1970; -1 where the contract has none."""
    text = str(price.get("expiration_date") or _NO_END)[:10]
    try:
        return -1 if text == _NO_END else max(date.fromisoformat(text).toordinal() - _EPOCH, 0)
    except ValueError:
        raise Odd(f"the last day {text!r} of {code} is no date of the form 2026-12-31") from None


def tables(found: Rates) -> dict[str, pl.DataFrame]:
    """The two tables of a release: rates by group, and who is in which group."""
    found.pack()
    paid = {number for rows in found.packed.values() for number in rows["group"].unique()}
    order, providers = found.groups.table(paid)
    asked = pl.Series(list(order), dtype=pl.UInt32)
    told = [pl.DataFrame(schema=TABLES["network_rates"])]
    for terms in sorted(found.packed):
        rows = found.packed.pop(terms).filter(pl.col("group").is_in(asked.implode()))
        rows = rows.with_columns(group=pl.col("group").replace_strict(order, return_dtype=pl.Int64)).unique()
        last = pl.when(pl.col("expires") >= 0).then(pl.col("expires").cast(pl.Date))
        words = (pl.lit(word, pl.Categorical()).alias(name) for name, word in zip(_WORDS, terms, strict=True))
        whole = rows.sort("amount", "expires", "group").with_columns(*words, expires=last)
        told.append(whole.select(list(TABLES["network_rates"])))
    return {"network_rates": pl.concat(told, rechunk=False), "network_providers": providers}
