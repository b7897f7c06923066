"""Prices a day slowly and plainly in whole cents, unit by unit, from the tables as they lie: the twin of the frames.

It shares nothing with the product but the two files of published values; the law's dated figures are written here anew.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parents[2] / "src" / "romberg" / "knowledge" / "tables"
FACTORS = (  # ten-thousandths of a dollar, from a day on; the second column is for qualifying participants
    (date(2020, 1, 1), 360896, 360896),
    (date(2021, 1, 1), 348931, 348931),
    (date(2022, 1, 1), 346062, 346062),
    (date(2023, 1, 1), 338872, 338872),
    (date(2024, 1, 1), 327442, 327442),
    (date(2024, 3, 9), 332875, 332875),
    (date(2025, 1, 1), 323465, 323465),
    (date(2026, 1, 1), 334009, 335675),
)
SEQUESTRATION = (
    (date(2013, 4, 1), 2),
    (date(2020, 5, 1), 0),
    (date(2022, 4, 1), 1),
    (date(2022, 7, 1), 2),
)


@dataclass(frozen=True)
class Line:
    """A line as the oracle takes it; amounts in cents, None where nobody told them."""

    code: str
    units: int
    assistant: bool = False
    excluded: bool = False
    charge: int | None = None
    primary_paid: int | None = None
    primary_allowed: int | None = None
    primary_accepted: int | None = None


@dataclass(frozen=True)
class Day:
    """What one patient had on one day of one billing group: where, when, by whom, and what is left of the deductible.

    `mips` is in hundredths of a percent.
    """

    on: date
    place: tuple[str, str] | None
    facility: bool = False
    institution: bool = False
    qualifying: bool = False
    participating: bool = True
    assigned: bool = True
    deductible: int = 0
    mips: int = 0


@dataclass(frozen=True)
class Paid:
    """What the oracle finds for one line, in cents; `limiting` None where no limiting charge applies."""

    allowed: int | None
    payer: int | None
    patient: int | None
    limiting: int | None = None


@cache
def _values() -> dict[tuple[int, str], tuple[str, int, int, int, int, bool]]:
    with (TABLES / "fee_schedule.csv").open(encoding="utf-8", newline="") as file:
        return {
            (int(row["year"]), row["code"]): (
                row["status"],
                _whole(row["work"]),
                _whole(row["office"]),
                _whole(row["facility"]),
                _whole(row["malpractice"]),
                row["multiple_procedure"] == "5",
            )
            for row in csv.DictReader(file)
        }


def _whole(text: str) -> int:
    """A number without its point: 0.50 is 50 hundredths, 1.041 is 1041 thousandths."""
    return int(text.replace(".", ""))


@cache
def _indices() -> dict[tuple[int, str, str], tuple[int, int, int]]:
    with (TABLES / "localities.csv").open(encoding="utf-8", newline="") as file:
        return {
            (int(row["year"]), row["mac"], row["locality"]): (
                _whole(row["work"]),
                _whole(row["practice"]),
                _whole(row["malpractice"]),
            )
            for row in csv.DictReader(file)
        }


def _half_up(number: int, by: int) -> int:
    """A quotient rounded to the nearest whole number, halves away from zero."""
    whole, rest = divmod(abs(number), by)
    whole += rest * 2 >= by
    return whole if number >= 0 else -whole


@dataclass(frozen=True)
class Unit:
    """What one unit of a code is worth: whole and reduced, in cents, and what ranks it."""

    whole: int
    reduced: int
    practice: int
    exact: int
    takes_part: bool


@cache
def unit(code: str, day: Day) -> Unit | None:
    """One unit at a place on a day; None where no amount is known."""
    found = _values().get((day.on.year, code))
    index = _indices().get((day.on.year, *day.place)) if day.place else (1000, 1000, 1000)
    if found is None:
        return None
    status, work, office, inside, malpractice, therapy = found
    if status in "BINX":
        return Unit(0, 0, 0, 0, False)
    practice = inside if day.facility else office
    if status not in "ART" or index is None or not work + practice + malpractice:
        return None
    general, qualifying = next((row[1], row[2]) for row in reversed(FACTORS) if row[0] <= day.on)
    factor = qualifying if day.qualifying else general
    fixed = work * index[0] + malpractice * index[2]
    expense = practice * index[1]
    whole = _half_up((fixed + expense) * factor, 10_000_000)
    reduced = _half_up((2 * fixed + expense) * factor, 20_000_000)
    return Unit(whole, reduced, practice, fixed + expense, therapy and whole > 0)


def price(lines: Sequence[Line], day: Day) -> list[Paid]:
    """What each line of a day pays."""
    plain = Day(day.on, day.place, day.facility, day.institution, day.qualifying)
    units = [Unit(0, 0, 0, 0, False) if line.excluded else unit(line.code, plain) for line in lines]
    whole = _stays_whole(lines, units)
    left, found = day.deductible, list[Paid]()
    for number, (line, one) in enumerate(zip(lines, units, strict=True)):
        if one is None:
            found.append(Paid(None, None, None))
            continue
        amounts = [one.reduced if one.takes_part else one.whole] * line.units
        if number == whole:
            amounts[0] = one.whole
        allowed, limiting = _allowed(amounts, line, day)
        paid = _pays(allowed, limiting, line, day, left)
        left = max(0, left - allowed)
        found.append(paid)
    return found


def _stays_whole(lines: Sequence[Line], units: Sequence[Unit | None]) -> int | None:
    best = None
    for number, (line, one) in enumerate(zip(lines, units, strict=True)):
        if one is None or not one.takes_part or not line.units:
            continue
        if best is None or (one.practice, one.exact) > best[0]:
            best = (one.practice, one.exact), number
    return best[1] if best else None


def _allowed(amounts: Sequence[int], line: Line, day: Day) -> tuple[int, int | None]:
    total, most = 0, 0
    for amount in amounts:
        one = amount if day.participating else _half_up(amount * 95, 100)
        total += one
        most += _half_up(one * 115, 100)
    allowed = total if line.charge is None else min(total, line.charge)
    return allowed, None if day.participating or day.assigned else most


def _pays(allowed: int, limiting: int | None, line: Line, day: Day, left: int) -> Paid:
    deductible = min(left, allowed)
    coinsurance = _half_up((allowed - deductible) * 20, 100)
    share = allowed - deductible - coinsurance
    if line.assistant and day.on >= date(2022, 1, 1):
        share -= _half_up(share * 15, 100)
    if line.primary_paid is not None:
        share = _second(share, allowed, line, line.primary_paid)
    if day.assigned and not day.institution:
        share += _half_up(share * day.mips, 10_000)
    percent = next(percent for since, percent in reversed(SEQUESTRATION) if since <= day.on)
    payer = share - _half_up(share * percent, 100)
    patient: int | None = deductible + coinsurance
    if limiting is not None:
        patient = (limiting if line.charge is None else min(limiting, line.charge)) - payer
    return Paid(allowed, payer, None if line.primary_paid is not None else patient, limiting)


def _second(alone: int, allowed: int, line: Line, paid: int) -> int:
    lowest = [alone, max(allowed, line.primary_allowed or 0) - paid]
    due = [one for one in (line.charge, line.primary_accepted) if one is not None]
    return max(0, min(*lowest, *(one - paid for one in due)))
