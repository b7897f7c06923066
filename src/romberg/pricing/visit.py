"""Prices visits: one, or a thousand in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from romberg.claims import ServiceLine
from romberg.knowledge import tables
from romberg.knowledge.payers import Card
from romberg.pricing import rates
from romberg.pricing.frame import price_frame
from romberg.pricing.price import Price, VisitToPrice
from romberg.pricing.says import priced_line, reasons

_SCHEMA: dict[str, Any] = {
    "visit": pl.UInt32,
    "code": pl.String,
    "units": pl.Int64,
    "modifiers": pl.List(pl.String),
    "assistant": pl.Boolean,
    "excluded": pl.Boolean,
    "service_date": pl.Date,
    "mac": pl.String,
    "locality": pl.String,
    "facility_rate": pl.Boolean,
    "qualifying": pl.Boolean,
    "multiple_procedure_applies": pl.Boolean,
    "sequestered": pl.Boolean,
    "deductible_left_cents": pl.Int64,
}
_NOWHERE = ("", "")  # a ZIP that no locality answers to: no price, unlike "no ZIP given"


def _where(zip5: str | None, on: date) -> tuple[str | None, str | None]:
    if zip5 is None:
        return None, None
    found = tables.locality(zip5, on)
    return (found.mac, found.locality) if found.mac else _NOWHERE


def _upper(line: ServiceLine) -> set[str]:
    return {modifier.strip().upper() for modifier in line.modifiers}


def _rows(number: int, visit: VisitToPrice) -> list[tuple[Any, ...]]:
    card = visit.card
    rest = (
        visit.on,
        *_where(visit.zip5, visit.on),
        visit.facility,
        visit.qualifying,
        card.mppr is True,
        card.sequestration is True,
        visit.deductible_left_cents,
    )
    return [
        (
            number,
            line.code.strip().upper(),
            line.units,
            list(line.modifiers),
            not {"CQ", "CO"}.isdisjoint(_upper(line)),
            "GY" in _upper(line),
            *rest,
        )
        for line in visit.lines
    ]


def _by_schedule(visits: dict[int, VisitToPrice]) -> dict[int, Price]:
    rows = [row for number, visit in visits.items() for row in _rows(number, visit)]
    priced: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in price_frame(pl.DataFrame(rows, schema=_SCHEMA, orient="row")).iter_rows(named=True):
        priced[row["visit"]].append(row)
    return {
        number: Price(tuple(priced_line(row) for row in priced[number]), reasons(visit, priced[number]))
        for number, visit in visits.items()
    }


def price_visits(visits: Sequence[VisitToPrice]) -> list[Price]:
    """The prices of many visits, in their order; all that Medicare's schedule prices go through it in one pass."""
    numbered = dict(enumerate(visits))
    found = {number: rates.flat(visit) for number, visit in numbered.items() if visit.card.pays == "rates"}
    found |= {number: rates.unknown(visit) for number, visit in numbered.items() if visit.card.pays == "unknown"}
    rest = {number: visit for number, visit in numbered.items() if number not in found}
    found |= _by_schedule(rest) if rest else {}
    return [found[number] for number in numbered]


def price_visit(
    lines: Sequence[ServiceLine], zip5: str | None, on: date, card: Card, deductible_left_cents: int | None = None
) -> Price:
    """The price of one visit. Without a ZIP the amounts are national, and the price says so."""
    visit = VisitToPrice(tuple(lines), zip5, on, card, deductible_left_cents=deductible_left_cents)
    return price_visits([visit])[0]
