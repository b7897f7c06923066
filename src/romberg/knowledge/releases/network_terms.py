"""In-network rates that the user imported (price transparency): one provider's rates of a day, as terms of a card.

Of several rates for a code a negotiated one goes before the schedule behind it and before a derived price. A rate
counts where its contract has not ended, it is paid by the service, and it is for outpatients, the billing class and the
place. What is then still two amounts is no rate: the reason is kept in its place, and nothing is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

import polars as pl

from romberg.knowledge.editions import Library, library
from romberg.knowledge.rate_terms import RateTerms
from romberg.knowledge.releases.kept import Kept
from romberg.money import half_up, usd

KIND: Final = "in_network"
KEYS: Final = ("network", "npi", "tin", "place", "billing_class")
_BY_UNIT: Final = ("negotiated", "fee schedule", "derived")  # the first of them that a code has is what is paid
_ANYWHERE: Final = ("", "CSTM-00")
_SHARE: Final = "percentage"  # of the charge, where no amount is named
_BY_THE_DAY: Final = "{network} pays {code} by the day, which is not priced here."


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose rates of which network: the file's name without day and ending, and what tells its rates apart.

    `npi` and `tin` are digits and empty where a card names none; `place` is a place of service in two digits.
    """

    network: str
    npi: str = ""
    tin: str = ""
    place: str = "11"
    billing_class: str = "professional"


def asked(raw: Mapping[str, Any]) -> Asked:
    """What a card asks for; ValueError says what of it cannot be."""
    wrong = next((key for key in raw if key not in KEYS), None)
    if wrong is not None:
        raise ValueError(f"{wrong!s:.40} does not tell rates apart; there are {', '.join(KEYS)}")
    told = {key: str(value).strip() for key, value in raw.items()}
    digits = {key: "".join(one for one in told.get(key, "") if one.isdigit()) for key in ("npi", "tin")}
    if told.get("npi") and len(digits["npi"]) != 10:
        raise ValueError(f"npi {told['npi']:.20} has not ten digits; write it in quotes")
    place = told.get("place", "11").zfill(2)
    if not place.isdigit() or len(place) != 2:
        raise ValueError(f"place {place:.20} is no place of service; write two digits in quotes")
    billed = told.get("billing_class", "professional")
    if billed not in ("professional", "institutional"):
        raise ValueError(f"billing_class {billed:.20} is neither professional nor institutional")
    return Asked(told["network"], digits["npi"], digits["tin"], place, billed)


def names() -> tuple[str, ...]:
    """The names of the imported networks."""
    return tuple(sorted({one.series for one in library().releases if one.kind == KIND}))


def terms(wanted: Asked, on: date) -> RateTerms:
    """What a network pays a provider on a day; without any rate where no file of it speaks for the day.

    Amounts finer than a cent are rounded half up for one unit. KeyError where nothing of this name was imported.
    """
    if wanted.network not in names():
        known = ", ".join(names()) or "none yet"
        raise KeyError(f"There are no imported in-network rates {wanted.network!r}; there are: {known}.")
    return _terms(library(), wanted, on)


@cache
def _terms(held: Library, wanted: Asked, on: date) -> RateTerms:
    of_name = [one for one in held.releases if (one.kind, one.series) == (KIND, wanted.network)]
    speaking = [one for one in of_name if one.speaks_for(on)]
    if not speaking:
        return RateTerms()
    kept = max(speaking, key=lambda one: one.issued)
    codes: dict[str, int] = {}
    shares: dict[str, Decimal] = {}
    unknown: dict[str, str] = {}
    for (code, modifiers), rows in _counting(held, kept, wanted, on).items():
        key = ":".join((code, *modifiers.split()))
        kind, amounts = _amounts(rows)
        if len(amounts) == 1 and kind == _SHARE:
            shares[key] = Decimal(amounts.pop()).scaleb(-4).normalize()
        elif len(amounts) == 1:
            codes[key] = int(half_up(Decimal(amounts.pop()) / 100))
        else:
            unknown[key] = _why(key, kind, amounts, wanted)
    origin = dict.fromkeys((*codes, *shares), f"{kept.title}, place {wanted.place}")
    return RateTerms(codes=codes, charge_percents=shares, unknown=unknown, origin=origin)


Rows = list[tuple[str, int]]  # type and amount in ten-thousandths


def _counting(held: Library, kept: Kept, wanted: Asked, on: date) -> dict[tuple[str, str], Rows]:
    """The rates that count for a provider, by code and modifiers."""
    from romberg.knowledge.releases.store import table  # noqa: PLC0415  # only where something was imported

    rates = table(held.folder, kept, "network_rates")
    if wanted.npi or wanted.tin:
        groups = _groups(table(held.folder, kept, "network_providers"), wanted)
        rates = rates.filter(pl.col("group").is_in(groups.implode()))
    words = pl.col("places").cast(pl.String)
    here = words.is_in(_ANYWHERE) | words.str.split(" ").list.contains(wanted.place)
    counting = rates.filter(
        pl.col("expires").is_null() | (pl.col("expires") >= on),
        pl.col("billing_class").cast(pl.String).is_in([wanted.billing_class, "both"]),
        pl.col("setting").cast(pl.String) != "inpatient",
        pl.col("arrangement").cast(pl.String) == "ffs",
        here,
    )
    found: dict[tuple[str, str], Rows] = {}
    for code, modifiers, kind, amount in counting.select("code", "modifiers", "type", "amount").unique().iter_rows():
        found.setdefault((code, modifiers), []).append((kind, amount))
    return found


def _groups(providers: pl.DataFrame, wanted: Asked) -> pl.Series:
    """The groups of the provider; a provider number of 0 stands for all under a tax number."""
    tin = pl.col("tin").str.replace_all(r"\D", "") == wanted.tin
    npi = (pl.col("npi") == wanted.npi) | ((pl.col("npi") == "0") & tin)
    mine = tin & npi if wanted.npi and wanted.tin else npi if wanted.npi else tin
    return providers.filter(mine)["group"].unique()


def _amounts(rows: Iterable[tuple[str, int]]) -> tuple[str, set[int]]:
    """The kind that goes first, and its amounts; several where nothing tells them apart."""
    by_kind: dict[str, set[int]] = {}
    for kind, amount in rows:
        by_kind.setdefault(kind, set()).add(amount)
    return next(((kind, by_kind[kind]) for kind in (*_BY_UNIT, _SHARE) if kind in by_kind), ("", set()))


def _why(code: str, kind: str, amounts: set[int], wanted: Asked) -> str:
    if not amounts:
        return _BY_THE_DAY.format(network=wanted.network, code=code)
    if kind == _SHARE:
        return f"{wanted.network} names {len(amounts)} percentages of the charge for {code}."
    low, high = (usd(int(half_up(Decimal(one) / 100))) for one in (min(amounts), max(amounts)))
    fix = "" if wanted.npi and wanted.tin else "; name your npi and tin on the card"
    return f"{wanted.network} names {len(amounts)} rates for {code}, from {low} to {high}{fix}."
