"""Which edition of a table answers on which day: bundled ones, and those that the user imported.

The library is looked at once, at the first lookup: one check that a folder exists, and nothing more where it does not.
From then on this process answers from the same editions, whatever is imported beside it, until `forget`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from romberg.knowledge.documents import read_yaml
from romberg.knowledge.published import TABLES_FOLDER, bundled, manifest
from romberg.knowledge.releases.kept import Kept
from romberg.knowledge.releases.place import knowledge_folder

BUNDLED = "2026.11"  # the version of the bundled knowledge
_DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False, slots=True)
class Library:
    """The imported releases that this process answers from; two libraries are the same only if they are one."""

    folder: Path
    releases: tuple[Kept, ...]


@cache
def library() -> Library:
    """What was imported, looked up once."""
    folder = knowledge_folder()
    if not folder.is_dir():
        return Library(folder, ())
    from romberg.knowledge.releases.store import contents  # noqa: PLC0415  # only where something was imported

    return Library(folder, contents(folder).releases)


def forget() -> None:
    """Look again at what was imported, at the next lookup."""
    library.cache_clear()


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a table: `name` is its own among the table's editions, `issued` its publisher's first day.

    Of the editions that speak for a day, the one issued latest answers. `at` is the release's place in the library;
    None for a bundled edition, and `year` then tells which of the table's years it is.
    """

    name: str
    issued: date
    starts: date
    ends: date | None
    at: int | None = None
    year: int | None = None

    def speaks_for(self, on: date) -> bool:
        """Whether a day lies among those that it speaks for."""
        return self.starts <= on <= (self.ends or on)

    @property
    def rank(self) -> tuple[date, bool]:
        """The latest issue first, and an imported text before a bundled one of the same issue."""
        return self.issued, self.at is not None


@cache
def _issued() -> dict[str, dict[Any, Any]]:
    return read_yaml(TABLES_FOLDER / "editions.yaml")


def bundled_editions(table: str) -> list[Edition]:
    """The bundled editions. One by year stands in for the months before its issue too, where there is none better."""
    found = _issued().get(table)
    if found is None:
        return [Edition(manifest()[table].release, date.min, date.min, None)] if table in manifest() else []
    if "name" in found:
        return [Edition(found["name"], found["issued"], date.min, None)]
    made = []
    for year, entry in found.items():
        first, last = date(year, 1, 1), date(year, 12, 31)
        made.append(Edition(entry["name"], entry["issued"], entry["issued"], last, year=year))
        made.append(Edition(entry["name"], date.min, first, entry["issued"] - _DAY, year=year))
    return [one for one in made if one.ends is None or one.starts <= one.ends]


@cache
def _editions(held: Library, table: str) -> tuple[Edition, ...]:
    imported = [
        Edition(f"{one.title} imported", one.issued, one.starts, one.ends, at)
        for at, one in enumerate(held.releases)
        if table in one.tables
    ]
    return (*bundled_editions(table), *imported)


Calendar = tuple[tuple[date, ...], tuple[Edition | None, ...]]


def calendar(editions: tuple[Edition, ...]) -> Calendar:
    """The days on which the answer passes to another edition, and which answers from each of them on."""
    ends = [one.ends + _DAY for one in editions if one.ends is not None and one.ends < date.max]
    turns = sorted({date.min, *(one.starts for one in editions), *ends})
    answers = [max((one for one in editions if one.speaks_for(day)), key=_rank, default=None) for day in turns]
    return tuple(turns), tuple(answers)


@cache
def _calendar(held: Library, table: str) -> Calendar:
    return calendar(_editions(held, table))


def _rank(edition: Edition) -> tuple[date, bool]:
    return edition.rank


def edition_on(table: str, on: date) -> Edition | None:
    """The edition of a table that answers for a day of service; None where none speaks for it."""
    turns, answers = _calendar(library(), table)
    return answers[bisect_right(turns, on) - 1]


def newest_on(table: str, on: date) -> Edition | None:
    """The edition issued last of those that start by a day, though its own time may be over: the best there is."""
    return _newest_on(library(), table, on)


@cache
def _newest_on(held: Library, table: str, on: date) -> Edition | None:
    return max((one for one in _editions(held, table) if one.starts <= on), key=_rank, default=None)


def latest(table: str) -> Edition | None:
    """The edition of a table that was issued last."""
    return max(_editions(library(), table), key=_rank, default=None)


@cache
def _rows(held: Library, table: str, edition: Edition) -> pl.DataFrame:
    if edition.at is None:
        found = bundled(table)
        return found if edition.year is None else found.filter(year=edition.year)
    from romberg.knowledge.releases.store import table as kept_table  # noqa: PLC0415  # as above

    return kept_table(held.folder, held.releases[edition.at], table)


def rows_of(table: str, edition: Edition) -> pl.DataFrame:
    """The rows of one edition of a table."""
    return _rows(library(), table, edition)


@cache
def _frame(held: Library, table: str) -> pl.DataFrame:
    turns = {one.name: one for one in _calendar(held, table)[1] if one is not None}
    parts = [_rows(held, table, one).select(pl.lit(name).alias("release"), pl.all()) for name, one in turns.items()]
    return pl.concat(parts) if parts else bundled(table).clear().select(pl.lit("").alias("release"), pl.all())


def frame(table: str) -> pl.DataFrame:
    """Every edition of a table that answers on some day, with its name in the column `release`."""
    return _frame(library(), table)


def in_force(table: str, day: str = "service_date") -> pl.Expr:
    """The name of the edition that answers for each row's day; null where none does."""
    turns, answers = _calendar(library(), table)
    chain: pl.Expr = pl.lit(None, pl.String)
    for since, edition in zip(turns, answers, strict=True):  # oldest innermost: a later turn wins
        name = pl.lit(edition.name if edition else None, pl.String)
        chain = pl.when(pl.col(day) >= since).then(name).otherwise(chain)
    return chain


def days_of_change(table: str) -> frozenset[date]:
    """The days from which on a table may answer otherwise than on the day before: editions begin or end."""
    every = _editions(library(), table)
    return frozenset({*(one.starts for one in every), *(one.ends + _DAY for one in every if one.ends)} - {date.min})


def turn(table: str, day: str = "service_date") -> pl.Expr:
    """The number of the stretch of days in which each row's day lies; `by_turn` holds the rows that answer in it."""
    turns, _ = _calendar(library(), table)
    return pl.sum_horizontal(pl.lit(0, pl.UInt8), *((pl.col(day) >= since).cast(pl.UInt8) for since in turns[1:]))


def by_turn(table: str) -> pl.DataFrame:
    """The rows of a table that answer in each stretch of days, by its number in the column `turn`."""
    return _by_turn(library(), table)


@cache
def _by_turn(held: Library, table: str) -> pl.DataFrame:
    answers = enumerate(_calendar(held, table)[1])
    parts = [_rows(held, table, one).with_columns(turn=pl.lit(at, pl.UInt8)) for at, one in answers if one is not None]
    return pl.concat(parts) if parts else bundled(table).clear().with_columns(turn=pl.lit(0, pl.UInt8))


def imported_on(on: date | None) -> tuple[str, ...]:
    """The imported releases that answer for a day of service (any day, where none is given), by name."""
    held = library()
    tables = dict.fromkeys(name for one in held.releases for name in one.tables)
    answering = (
        [edition_on(name, on) for name in tables] if on else [one for name in tables for one in _editions(held, name)]
    )
    at = sorted({one.at for one in answering if one is not None and one.at is not None})
    return tuple(held.releases[number].title for number in at)


def version(on: date | None = None) -> str:
    """The version of the knowledge that answers for a day: that of the bundle, and each imported release."""
    return " + ".join((BUNDLED, *imported_on(on)))
