"""The universe of an audit from a table: a unit's name, what was paid for it, and, if wanted, its stratum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from romberg.formats import tables
from romberg.formats.sampling.amounts import cents_of
from romberg.formats.unreadable import Unreadable
from romberg.report.sampling.universe import Unit


@dataclass(frozen=True, slots=True)
class Read:
    """A universe as read: its units, the strata that the table names, what was set aside, and the kept columns.

    Units that nothing was paid for are set aside unless they are asked for: nothing can have been overpaid on them.
    `kept` maps a unit's name to the cells of the columns that go into the sheet.
    """

    units: tuple[Unit, ...]
    strata: tuple[str, ...] | None
    rows: int
    set_aside: int
    kept: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of the table tell what; `keep` are copied into the sheet."""

    unit: str
    paid: str
    stratum: str | None = None
    keep: tuple[str, ...] = ()


def read(path: str, columns: Columns, *, unpaid: bool = False) -> Read:
    """Every unit of a table (.csv, .parquet). Amounts are dollars; of a column whose name ends in _cents, cents.

    Raises Unreadable with the row at fault: one with no name, no amount, or no stratum where strata are asked for.
    """
    table = tables.read(path)
    unit, paid = table.at(columns.unit), table.at(columns.paid)
    stratum = None if columns.stratum is None else table.at(columns.stratum)
    keep = [table.at(name) for name in columns.keep]
    in_cents = columns.paid.lower().endswith("_cents")
    units: list[Unit] = []
    strata: list[str] = []
    kept: dict[str, tuple[str, ...]] = {}
    for place, row in table.rows:
        found = Unit(_name(row[unit], columns.unit, path, place), _paid(row[paid], columns.paid, path, place, in_cents))
        if found.paid_cents <= 0 and not unpaid:
            continue
        units.append(found)
        kept[found.name] = tuple(_text(row[at]) for at in keep)
        if stratum is not None:
            strata.append(_name(row[stratum], columns.stratum or "", path, place))
    aside = len(table.rows) - len(units)
    return Read(tuple(units), None if stratum is None else tuple(strata), len(table.rows), aside, kept)


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _name(cell: Any, column: str, path: str, place: str) -> str:
    text = " ".join(_text(cell).split())
    if not text:
        says = f"{path}, {place}: the column {column!r} is empty; every unit needs one, or take out the row."
        raise Unreadable("empty_cell", says, f"{path}: {place}")
    return text


def _paid(cell: Any, column: str, path: str, place: str, in_cents: bool) -> int:
    amount = cents_of(cell, in_cents=in_cents)
    if amount is None:
        says = f"{path}, {place}: the column {column!r} holds no amount of money, such as 31.40."
        raise Unreadable("no_amount", says, f"{path}: {place}")
    return amount


def probe(path: str, paid: str, correct: str) -> Sequence[int]:
    """The overpayments of units that were reviewed already, in cents: paid less correct, row by row."""
    table = tables.read(path)
    at_paid, at_correct = table.at(paid), table.at(correct)
    cents = [paid.lower().endswith("_cents"), correct.lower().endswith("_cents")]
    return [
        _paid(row[at_paid], paid, path, place, cents[0]) - _paid(row[at_correct], correct, path, place, cents[1])
        for place, row in table.rows
    ]
