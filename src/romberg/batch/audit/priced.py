"""Prices of claim lines in their order: Medicare's schedule in one frame, contracts visit by visit, else none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from romberg.batch.audit import years
from romberg.batch.audit.encoded import NONE, Array
from romberg.batch.audit.ordering import Ordered
from romberg.batch.audit.years import shared
from romberg.claims import ServiceLine
from romberg.facts.claimed.columns import known
from romberg.facts.claimed.eras import day_of, eras
from romberg.facts.claimed.lines import NOT_KNOWN, ClaimLines, before, begins, kinds
from romberg.knowledge import codes, payers
from romberg.knowledge.payers import Card, terms_of
from romberg.pricing import price_frame
from romberg.pricing.price import VisitToPrice
from romberg.pricing.rows import institutional, where
from romberg.pricing.visit import price_visits

AMOUNTS = ("allowed_cents", "payer_cents", "patient_cents")
TOLD = (*AMOUNTS, "reduced_units")
_KEPT = 100_000
_NOTHING = pl.DataFrame(schema=years.SCHEMA)


def priced(lines: Ordered) -> pl.DataFrame:
    """What each line is allowed, and what payer and patient pay, in cents; null where that is not known."""
    claims = lines.claims
    of_visit = eras(claims.day, [claims.cards[at] for at in np.unique(claims.card)])
    which, at = kinds(claims.card, of_visit - of_visit.min(initial=0))
    cards = [payers.card(claims.cards[claims.card[one]], day_of(int(of_visit[one]))) for one in at]
    by_schedule = np.array([one.pays == "fee_schedule" and not one.rates.pays for one in cards] or [False])[which]
    by_terms = np.array([bool(terms_of(one).pays) for one in cards] or [False])[which] & ~by_schedule
    nothing = pl.DataFrame({name: pl.Series(name, [None] * len(claims.visit), pl.Int64) for name in TOLD})
    found = _by_schedule(lines, by_schedule[claims.visit], cards, which, nothing)
    return _by_terms(lines, by_terms, found) if by_terms.any() else found


def _by_schedule(
    lines: Ordered, some: Array, cards: Sequence[Card], which: Array, nothing: pl.DataFrame
) -> pl.DataFrame:
    if not some.any():
        return nothing
    at = np.flatnonzero(some)
    told = price_frame(_frame(lines, at, cards, which)).select(TOLD)
    if len(at) == len(some):
        return told
    place = np.full(len(some), len(at), np.uint32)
    place[at] = np.arange(len(at))
    return pl.concat([told, told.clear(1)]).select(pl.all().gather(place))


def _frame(lines: Ordered, at: Array, cards: Sequence[Card], which: Array) -> pl.DataFrame:
    """Some lines as Medicare's schedule prices them."""
    claims = lines.claims
    visit = claims.visit[at]
    of_card = which[visit]
    mac, locality = _places(lines, at)
    charge = lines.records["charge"][at]
    code = claims.code[at].astype(np.uint32)
    modifiers = claims.modifiers[at]
    also = np.array([[one in card.mppr_also for one in claims.codes] for card in cards] or [[False]])
    institution = _truths(institutional(one) for one in cards)[of_card]
    sites, site_names = lines.sites
    facility = _truths(_is_facility(one) for one in site_names)[sites[at]]
    return pl.DataFrame(
        {
            "visit": pl.Series(lines.group[at], dtype=pl.UInt32),
            "code": pl.Series(claims.codes, dtype=pl.String).gather(code),
            "units": claims.units[at],
            "service_date": pl.Series(claims.day[visit]).cast(pl.Date),
            "assistant": _truths(not {"CQ", "CO"}.isdisjoint(one) for one in claims.modifier_lists)[modifiers],
            "excluded": _truths("GY" in one for one in claims.modifier_lists)[modifiers],
            "also_reduced": also[of_card, code],
            "mac": mac,
            "locality": locality,
            "facility_rate": facility & ~institution,
            "institution": institution,
            "multiple_procedure_applies": _truths(one.mppr is True for one in cards)[of_card],
            "sequestered": _truths(one.sequestration is True for one in cards)[of_card],
            "charge_cents": pl.Series(charge).set(pl.Series(charge == NONE), None),
        }
    )


def _truths(given: Any) -> Array:
    return np.array([bool(one) for one in given] or [False])


@lru_cache(maxsize=256)
def _is_facility(place: str) -> bool:
    known_place = codes.places().get(place)
    return known_place is not None and known_place.facility


def _places(lines: Ordered, at: Array) -> tuple[pl.Series, pl.Series]:
    """Contractor and locality of each line: as told, else by its ZIP code on its day; both null without either."""
    (zips, zip_names), (told, told_names) = lines.zips, lines.localities
    days = lines.claims.day[lines.claims.visit[at]]
    month = days // 28
    which, places = kinds(zips[at], told[at], month - month.min(initial=0))
    found = [_where(zip_names[zips[at[one]]], told_names[told[at[one]]], day_of(int(days[one]))) for one in places]
    columns = (
        pl.Series([one[part] for one in found], dtype=pl.String).gather(which.astype(np.uint32)) for part in (0, 1)
    )
    first, second = columns
    return first, second


@lru_cache(maxsize=_KEPT)
def _where(zip_code: str, told: str, on: date) -> tuple[str | None, str | None]:
    if told:
        mac, _, locality = told.partition("|")
        return mac, locality.zfill(2)
    return where(zip_code or None, on)


def _by_terms(lines: Ordered, by_terms: Array, found: pl.DataFrame) -> pl.DataFrame:
    """Visits that a contract or a card's own rates price, one by one."""
    at = np.flatnonzero(by_terms[lines.claims.visit])
    first = np.flatnonzero(begins(lines.group[at]))
    rows = np.split(at, first[1:])
    prices = price_visits([_visit(lines, one) for one in rows])
    told = [
        (line.allowed_cents, line.payer_cents, line.patient_cents, None) for price in prices for line in price.lines
    ]
    columns = zip(*told, strict=True)
    places = pl.Series(at, dtype=pl.UInt32)
    return found.with_columns(
        found[name].scatter(places, pl.Series(list(values), dtype=pl.Int64))
        for name, values in zip(TOLD, columns, strict=True)
    )


def _visit(lines: Ordered, rows: Array) -> VisitToPrice:
    claims, visit = lines.claims, int(lines.claims.visit[rows[0]])
    on = day_of(int(claims.day[visit]))
    charges = [None if one == NONE else int(one) for one in lines.records["charge"][rows]]
    services = tuple(
        ServiceLine(claims.codes[claims.code[at]], int(claims.units[at]), claims.modifier_lists[claims.modifiers[at]],
                    charge_cents=charge)
        for at, charge in zip(rows, charges, strict=True)
    )  # fmt: skip
    zips, names = lines.zips
    place = claims.places[claims.place[visit]]
    return VisitToPrice(
        services, names[zips[rows[0]]] or None, on, payers.card(claims.cards[claims.card[visit]], on),
        facility=_is_facility(place),
    )  # fmt: skip


def with_sums(lines: Ordered, prices: pl.DataFrame, whole_years: bool, opening: pl.DataFrame = _NOTHING) -> ClaimLines:
    """The lines with what each is allowed, and for each visit what Medicare allowed the patient earlier in the year.

    The year's sum is that of the therapies that share a threshold, and begins with that of `opening` (`years.SCHEMA`);
    what has no price counts for nothing, and the sum is sure only where the input holds whole years and everything
    before has its price.
    """
    claims = lines.claims
    column = prices["allowed_cents"]
    allowed = column.fill_null(NOT_KNOWN).to_numpy()
    whose = shared(claims)
    medicare = _truths(payers.card(one, payers.verified_through(one)).family == "medicare" for one in claims.cards)
    counts = (whose > 0) & medicare[claims.card] if len(claims.cards) else whose > 0
    first = claims.first
    priced_lines = known(allowed)
    if not len(first):
        return replace(claims, allowed=allowed)
    amounts = np.add.reduceat(np.where(priced_lines, allowed, 0), first)
    unpriced = np.add.reduceat((~priced_lines).astype(np.int64), first)
    year = np.array([day_of(int(one)).year for one in np.unique(claims.day)])[
        np.unique(claims.day, return_inverse=True)[1]
    ]
    keys = (lines.patient[first], claims.card, year, whose)
    order = np.lexsort(tuple(reversed(keys)))
    new = begins(*(key[order] for key in keys))
    starts, segment = np.flatnonzero(new), np.cumsum(new) - 1
    found, open_before = np.empty(len(first), np.int64), np.empty(len(first), np.int64)
    found[order] = before(amounts[order], starts, segment)
    open_before[order] = before(unpriced[order], starts, segment)
    carried, open_carried = years.before(lines, opening)
    found, open_before = found + carried, open_before + open_carried
    return replace(
        claims, allowed=allowed, allowed_before=np.where(counts, found, NOT_KNOWN),
        sure=counts & (open_before == 0) & whole_years,
    )  # fmt: skip
