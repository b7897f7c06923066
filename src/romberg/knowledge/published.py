"""The bundled tables as files: rows, frames and the manifest. Each is read when it is asked for, once.

What the user imported beside them, and which edition answers on which day, is known to `editions`.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from romberg.knowledge.documents import ROOM, read_yaml
from romberg.knowledge.releases.schemas import TABLES

TABLES_FOLDER = ROOM / "tables"
_HUNDREDTHS = ("work", "office", "facility", "malpractice")
_THOUSANDTHS = ("work", "practice", "malpractice")


@dataclass(frozen=True, slots=True)
class Table:
    """What the manifest says of one table. `edition_through` is the last day of the publisher's edition itself."""

    name: str
    file: str
    release: str
    sources: tuple[str, ...]
    verified_through: date
    edition_through: date
    holds: str
    rows: int
    sha256: str


def _table(name: str, entry: dict[str, Any]) -> Table:
    through = date.fromisoformat(str(entry["verified_through"]))
    edition = date.fromisoformat(str(entry.get("edition_through", through)))
    return Table(
        name=name,
        file=entry["file"],
        release=entry["release"],
        sources=tuple(entry["sources"]),
        verified_through=through,
        edition_through=edition,
        holds=entry["holds"],
        rows=entry["rows"],
        sha256=entry["sha256"],
    )


@cache
def manifest() -> dict[str, Table]:
    """Every published table with its release, row count and hash."""
    return {name: _table(name, entry) for name, entry in read_yaml(TABLES_FOLDER / "manifest.yaml").items()}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one table, as text."""
    with (TABLES_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def sha256(name: str) -> str:
    """The hash of a table's file as it lies here."""
    return hashlib.sha256((TABLES_FOLDER / f"{name}.csv").read_bytes()).hexdigest()


def _scaled(column: str) -> pl.Expr:
    """A figure as a whole number of its last place: 0.47 is 47. The tables write the same places in every row."""
    return pl.col(column).str.replace(".", "", literal=True).cast(pl.Int64).alias(column)


def _days(*columns: str) -> list[pl.Expr]:
    return [pl.col(column).cast(pl.String).str.to_date("%Y-%m-%d") for column in columns]


def _typed(name: str) -> list[pl.Expr]:
    if name == "fee_schedule":
        whole = [pl.col(column).cast(pl.Int64) for column in ("year", "multiple_procedure")]
        return [*whole, *(_scaled(column) for column in _HUNDREDTHS)]
    if name == "localities":
        return [pl.col("year").cast(pl.Int64), *(_scaled(column) for column in _THOUSANDTHS)]
    if name in ("pairs_practitioner", "pairs_hospital"):
        return [*_days("starts", "ends"), pl.col("indicator").cast(pl.Int64)]
    if name == "unit_limits":
        text = ("code", "edition")
        return [pl.exclude(text).cast(pl.Int64)]
    if name in ("adjustment_reasons", "remarks"):
        return _days("starts", "changed", "stops")
    if name == "add_ons":
        return [pl.col("kind").cast(pl.Int64), *_days("starts", "ends")]
    return []


# Unit limits are bundled as one table and imported as one for each setting.
_PARTS = {f"unit_limits_{setting}": setting for setting in ("practitioner", "hospital", "medicaid")}


@cache
def bundled(name: str) -> pl.DataFrame:
    """One bundled table as a frame: figures as whole numbers (RVUs in hundredths, indices in thousandths)."""
    if name in _PARTS:
        return _limits(_PARTS[name])
    if name not in manifest():  # a table that is only ever imported
        return pl.DataFrame(schema=TABLES[name])
    return pl.read_csv(TABLES_FOLDER / manifest()[name].file, infer_schema=False).with_columns(_typed(name))


def _limits(setting: str) -> pl.DataFrame:
    kind = pl.lit(None, pl.Int64) if setting == "medicaid" else pl.col(f"{setting}_kind")
    return bundled("unit_limits").filter(pl.col(setting).is_not_null()).select("code", units=setting, kind=kind)
