"""A clinic's own service lines, of which peers are compared: from claims (.837) or a table (.csv, .parquet)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from romberg.formats import tables
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.flat import flat_lines
from romberg.report.peers.own import LINES

MEDICARE = "MB"  # the claim filing indicator (SBR09) of Part B
CLAIMS = (".837", ".x12", ".edi", ".txt")


def read(path: str, *, every_payer: bool = False) -> tuple[pl.DataFrame, int]:
    """The lines, and how many were left out: of claims to another payer than Medicare, or not naming all of LINES."""
    rows = list(_of_claims(path, every_payer) if Path(path).suffix.lower() in CLAIMS else _of_table(path))
    whole = [row for row in rows if None not in row and "" not in row]
    if not whole:
        says = f"{path} holds no line that names clinician (npi), patient, service_date, code and units."
        raise Unreadable("empty", says, path)
    return pl.DataFrame(whole, schema=LINES, orient="row"), len(rows) - len(whole)


def _of_claims(path: str, every_payer: bool) -> Iterator[tuple[Any, ...]]:
    try:
        with open(path, "rb") as stream:
            for one in flat_lines(stream):
                units = _units(one.units) if every_payer or one.filing == MEDICARE else None
                yield one.rendering_npi or one.billing_npi, one.member_id, one.day, one.code, units
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Unreadable("not_readable", f"{path} cannot be read ({reason}).", path) from None


def _of_table(path: str) -> Iterator[tuple[Any, ...]]:
    table = tables.read(path)
    *words, units = (table.at(name) for name in LINES)
    for _, row in table.rows:
        yield *(("" if row[at] is None else str(row[at])) for at in words), _units(row[units])


def _units(value: Any) -> float | None:
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if -1_000 < found < 1_000 else None
