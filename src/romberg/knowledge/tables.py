"""Lookups in the published tables: relative values, practice cost indices, ZIP codes, edit pairs, unit limits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from romberg.knowledge.pairs import EditPair, Setting, edit_pair
from romberg.knowledge.published import Table, frame, manifest, rows, sha256

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
    "edit_pair",
    "frame",
    "gpci",
    "locality",
    "manifest",
    "mppr_codes",
    "mue",
    "rvu",
    "sha256",
]

MueSetting = Literal["practitioner", "hospital", "medicaid"]


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
class Locality:
    """Contractor and locality of a ZIP code; both None where they are not known, with the reason."""

    mac: str | None
    locality: str | None
    state: str
    unknown_because: str = ""


@dataclass(frozen=True, slots=True)
class Mue:
    """The most units of a code. `kind`: 1 by line, 2 by day without exception, 3 by day and open to appeal."""

    code: str
    units: int
    kind: int | None
    edition: str


def _rvu(row: Mapping[str, str]) -> Rvu:
    work, office, facility, malpractice = (Decimal(row[key]) for key in ("work", "office", "facility", "malpractice"))
    mppr = row["multiple_procedure"] == "5"
    return Rvu(row["code"], int(row["year"]), row["status"], work, office, facility, malpractice, mppr)


@cache
def _rvus() -> dict[tuple[int, str], Rvu]:
    return {(int(row["year"]), row["code"]): _rvu(row) for row in rows("fee_schedule")}


def rvu(code: str, on: date) -> Rvu | None:
    """A code's relative values on a day; None where our table does not hold them."""
    return _rvus().get((on.year, code))


@cache
def mppr_codes(year: int) -> frozenset[str]:
    """The always-therapy codes of a year whose further units lose half their practice expense."""
    return frozenset(one.code for one in _rvus().values() if one.year == year and one.mppr)


@cache
def _gpcis() -> dict[tuple[int, str, str], Gpci]:
    return {
        (int(row["year"]), row["mac"], row["locality"]): Gpci(
            row["mac"],
            row["locality"],
            row["place"],
            *(Decimal(row[key]) for key in ("work", "practice", "malpractice")),
        )
        for row in rows("localities")
    }


def gpci(mac: str, locality: str, on: date) -> Gpci | None:
    """A locality's indices on a day; None where our table does not hold them."""
    return _gpcis().get((on.year, mac, locality))


def _runs(text: str) -> list[tuple[int, int]]:
    ends = [run.partition("-") for run in text.split()]
    return [(int(first), int(last or first)) for first, _, last in ends]


@cache
def _zip_runs() -> list[tuple[int, int, int]]:
    """First and last ZIP of each run, with the number of its place; no two runs overlap."""
    table = rows("zips")
    return sorted((first, last, at) for at, row in enumerate(table) for first, last in _runs(row["zips"]))


@cache
def _zip_places() -> list[Locality]:
    return [Locality(row["mac"], row["locality"], row["state"]) for row in rows("zips")]


@cache
def _zip_starts() -> list[int]:
    return [first for first, _, _ in _zip_runs()]


@cache
def _plus_four() -> dict[int, str]:
    spread = ((row["state"], first, last) for row in rows("zips_plus_four") for first, last in _runs(row["zips"]))
    return {one: state for state, first, last in spread for one in range(first, last + 1)}


@cache
def locality(zip5: str) -> Locality:
    """Contractor and locality of a ZIP code, or why they are not known."""
    zip5 = zip5.strip()[:5]
    if len(zip5) != 5 or not zip5.isascii() or not zip5.isdigit():
        return Locality(None, None, "", f"{zip5!r} is no ZIP code of five digits.")
    number = int(zip5)
    if number in _plus_four():
        says = f"ZIP {zip5} lies in more than one payment locality; only the nine-digit ZIP decides."
        return Locality(None, None, _plus_four()[number], says)
    at = bisect_right(_zip_starts(), number) - 1
    if at >= 0 and _zip_runs()[at][1] >= number:
        return _zip_places()[_zip_runs()[at][2]]
    return Locality(None, None, "", f"ZIP {zip5} is not in Medicare's ZIP list of 2025Q4.")


@cache
def _limits() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("unit_limits")}


def mue(code: str, on: date, setting: MueSetting = "practitioner") -> Mue | None:
    """The most units of a code a day; None where our table names none, which does not mean that there is no limit."""
    row = _limits().get(code, {})
    if not row.get(setting) or on > manifest()["unit_limits"].verified_through:
        return None
    kind = row.get(f"{setting}_kind")
    edition = "2026Q1" if setting == "medicaid" else row["edition"]
    return Mue(code, int(row[setting]), int(kind) if kind else None, edition)


@cache
def add_on_to() -> dict[str, tuple[str, ...]]:
    """Codes that stand only beside one of others: the codes that each may stand beside."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("add_ons"):
        found[row["code"]] = (*found.get(row["code"], ()), row["beside"])
    return found
