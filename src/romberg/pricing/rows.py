"""Visits as rows of the frame that Medicare's schedule prices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import polars as pl

from romberg.claims import ServiceLine
from romberg.knowledge import tables
from romberg.knowledge.payers import Card
from romberg.pricing.price import VisitToPrice

_SCHEMA: dict[str, Any] = {
    "visit": pl.UInt32,
    "code": pl.String,
    "units": pl.Int64,
    "modifiers": pl.List(pl.String),
    "assistant": pl.Boolean,
    "excluded": pl.Boolean,
    "also_reduced": pl.Boolean,
    "service_date": pl.Date,
    "mac": pl.String,
    "locality": pl.String,
    "facility_rate": pl.Boolean,
    "qualifying": pl.Boolean,
    "multiple_procedure_applies": pl.Boolean,
    "sequestered": pl.Boolean,
    "own_factor": pl.Int64,
    "deductible_left_cents": pl.Int64,
    "participating": pl.Boolean,
    "assigned": pl.Boolean,
    "mips_hundredths": pl.Int64,
    "institution": pl.Boolean,
    "charge_cents": pl.Int64,
    "primary_paid_cents": pl.Int64,
    "primary_allowed_cents": pl.Int64,
    "primary_accepted_cents": pl.Int64,
}
_NOWHERE = ("", "")  # a ZIP that no locality answers to: no price, unlike "no ZIP given"


def frame_of(visits: Mapping[int, VisitToPrice], factors: Mapping[int, Decimal | None] | None = None) -> pl.DataFrame:
    """The lines of visits by number, with what pricing needs to know of each; `factors` are payers' own, in dollars."""
    rows = (row for number, visit in visits.items() for row in _rows(number, visit, (factors or {}).get(number)))
    return pl.DataFrame(list(rows), schema=_SCHEMA, orient="row")


def _rows(number: int, visit: VisitToPrice, factor: Decimal | None) -> Iterator[tuple[Any, ...]]:
    card, billing = visit.card, visit.billing
    institution = institutional(card)
    rest = (
        visit.on,
        *where(visit.zip5, visit.on),
        visit.facility is True and not institution,
        visit.qualifying,
        card.mppr is True,
        card.sequestration is True,
        None if factor is None else int(factor.scaleb(4)),
        visit.deductible_left_cents,
        billing.participating or institution,
        billing.assigned or institution,
        billing.mips_hundredths,
        institution,
    )
    for line, earlier in zip_longest(visit.lines, visit.earlier[: len(visit.lines)]):
        before = (None,) * 3 if earlier is None else (earlier.paid_cents, earlier.allowed_cents, earlier.accepted_cents)
        code, modifiers = line.code.strip().upper(), set(upper(line.modifiers))
        marks = (not {"CQ", "CO"}.isdisjoint(modifiers), "GY" in modifiers, code in card.mppr_also)
        yield number, code, line.units, list(line.modifiers), *marks, *rest, line.charge_cents, *before


def institutional(card: Card) -> bool:
    """Whether a card is Medicare's for hospitals and agencies: they must participate, and are paid office amounts."""
    return card.family == "medicare" and card.ncci_edition == "hospital"


def upper(modifiers: Iterable[str]) -> list[str]:
    """Modifiers as they are compared."""
    return [one.strip().upper() for one in modifiers]


def by_assistant(line: ServiceLine) -> bool:
    """Whether a line says that an assistant furnished it."""
    return not {"CQ", "CO"}.isdisjoint(upper(line.modifiers))


def where(zip5: str | None, on: date) -> tuple[str | None, str | None]:
    """Contractor and locality of a ZIP code; both null without one, both empty where none answers to it."""
    if zip5 is None:
        return None, None
    found = tables.locality(zip5, on)
    return (found.mac, found.locality) if found.mac else _NOWHERE
