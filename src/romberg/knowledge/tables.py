"""Lookups in the published tables: relative values, practice cost indices, ZIP codes, edit pairs, unit limits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal

import polars as pl

from romberg.knowledge.editions import (
    Edition,
    Library,
    by_turn,
    edition_on,
    frame,
    in_force,
    latest,
    library,
    newest_on,
    rows_of,
    turn,
)
from romberg.knowledge.pairs import EditPair, Setting, edit_pair
from romberg.knowledge.published import Table, manifest, rows, sha256
from romberg.knowledge.zips import Locality, locality

__all__ = [
    "EditPair",
    "Gpci",
    "Locality",
    "Mue",
    "MueSetting",
    "Rvu",
    "Setting",
    "Table",
    "add_on_to",
    "by_turn",
    "edit_pair",
    "factor",
    "frame",
    "gpci",
    "in_force",
    "locality",
    "manifest",
    "mppr_codes",
    "mue",
    "rvu",
    "sha256",
    "turn",
]

MueSetting = Literal["practitioner", "hospital", "medicaid"]
_THERAPY = 5  # the multiple-procedure indicator of the therapy reduction


@dataclass(frozen=True, slots=True)
class Rvu:
    """Relative values of one code in one year; `mppr` marks the therapy reduction for further units."""

    code: str
    year: int
    status: str
    work: Decimal
    office: Decimal
    facility: Decimal
    malpractice: Decimal
    mppr: bool


@dataclass(frozen=True, slots=True)
class Gpci:
    """What one locality's prices weigh in one year."""

    mac: str
    locality: str
    place: str
    work: Decimal
    practice: Decimal
    malpractice: Decimal


@dataclass(frozen=True, slots=True)
class Mue:
    """The most units of a code. `kind`: 1 by line, 2 by day without exception, 3 by day and open to appeal."""

    code: str
    units: int
    kind: int | None
    edition: str


@cache
def _rvus(_held: Library, edition: Edition) -> dict[str, Rvu]:
    return {row["code"]: _rvu(row) for row in rows_of("fee_schedule", edition).iter_rows(named=True)}


def _rvu(row: dict[str, Any]) -> Rvu:
    work, office, facility, malpractice = (
        Decimal(row[key]).scaleb(-2) for key in ("work", "office", "facility", "malpractice")
    )
    mppr = row["multiple_procedure"] == _THERAPY
    return Rvu(row["code"], row["year"], row["status"], work, office, facility, malpractice, mppr)


def rvu(code: str, on: date) -> Rvu | None:
    """A code's relative values on a day; None where our table does not hold them."""
    edition = edition_on("fee_schedule", on)
    return _rvus(library(), edition).get(code) if edition else None


def mppr_codes(year: int) -> frozenset[str]:
    """The always-therapy codes of a year whose further units lose half their practice expense."""
    edition = edition_on("fee_schedule", date(year, 12, 31))
    found = _rvus(library(), edition).values() if edition else ()
    return frozenset(one.code for one in found if one.mppr)


@cache
def _gpcis(_held: Library, edition: Edition) -> dict[tuple[str, str], Gpci]:
    return {(row["mac"], row["locality"]): _gpci(row) for row in rows_of("localities", edition).iter_rows(named=True)}


def _gpci(row: dict[str, Any]) -> Gpci:
    indices = (Decimal(row[key]).scaleb(-3) for key in ("work", "practice", "malpractice"))
    return Gpci(row["mac"], row["locality"], row["place"], *indices)


def gpci(mac: str, locality: str, on: date) -> Gpci | None:
    """A locality's indices on a day; None where our table does not hold them."""
    edition = edition_on("localities", on)
    return _gpcis(library(), edition).get((mac, locality)) if edition else None


def factor(whose: Literal["general", "qualifying"], day: str = "service_date") -> pl.Expr:
    """The conversion factor that an imported fee schedule prints, in ten-thousandths of a dollar; null without one.

    For the days that the parameters know they go first: a release prints one factor for all its days, and the law has
    changed it within a quarter (2024-03-09).
    """
    table = f"conversion_factors_{whose}"
    values = frame(table)
    if not values.height:
        return pl.lit(None, pl.Int64)
    by_release = dict(values.select("release", "factor").rows())
    return in_force(table, day).replace_strict(by_release, default=None, return_dtype=pl.Int64)


@cache
def _limits() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("unit_limits")}


@cache
def _imported_limits(_held: Library, setting: MueSetting, edition: Edition) -> dict[str, Mue]:
    found = rows_of(f"unit_limits_{setting}", edition).iter_rows()
    return {code: Mue(code, units, kind, edition.name) for code, units, kind in found}


def mue(code: str, on: date, setting: MueSetting = "practitioner") -> Mue | None:
    """The most units of a code a day; None where our table names none, which does not mean that there is no limit."""
    edition = newest_on(f"unit_limits_{setting}", on)
    if edition is None or on > max(manifest()["unit_limits"].verified_through, edition.ends or date.min):
        return None
    if edition.at is not None:
        return _imported_limits(library(), setting, edition).get(code)
    row = _limits().get(code, {})
    if not row.get(setting):
        return None
    kind = row.get(f"{setting}_kind")
    known = "2026Q1" if setting == "medicaid" else row["edition"]
    return Mue(code, int(row[setting]), int(kind) if kind else None, known)


@cache
def _add_ons(_held: Library, edition: Edition, on: date | None) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, beside, _kind, starts, ends in rows_of("add_ons", edition).iter_rows():
        if on is None or (starts or on) <= on <= (ends or on):
            found[code].extend([beside] if beside else [])
    return {code: tuple(beside) for code, beside in found.items()}


def add_on_to(on: date | None = None) -> dict[str, tuple[str, ...]]:
    """Codes that stand only beside one of others on a day, with those; none named where the contractor says which."""
    edition = newest_on("add_ons", on) if on else latest("add_ons")
    return _add_ons(library(), edition, on) if edition else {}
