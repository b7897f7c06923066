"""Increments: only visits after a day are judged and told; what came before them counts towards the year.

What came before is in the input itself (a day is given), or in the sums of a former run (its folder is given).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from romberg.batch.audit.ordering import Ordered
from romberg.facts.claimed.lines import ClaimLines
from romberg.formats.unreadable import Unreadable

_EPOCH = date(1970, 1, 1)
_OF_LINES = ("visit", "code", "modifiers", "pointers", "units", "minutes", "allowed")
_OF_VISITS = ("day", "card", "place", "taxonomy", "rendering", "billing", "referring", "authorized", "filed",
              "diagnoses", "has_pointers", "allowed_before", "sure")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Since:
    """The last day that is not judged; and where a former run is given, its sums of the year and what tells it."""

    day: date
    years: str | None = None
    run: str | None = None

    @property
    def number(self) -> int:
        """The day, counted from 1970."""
        return (self.day - _EPOCH).days

    def told(self) -> dict[str, Any]:
        """As the manifest tells it."""
        return {"day": self.day.isoformat(), "run": self.run}


def since(given: str | None, out: str) -> Since | None:
    """What --since names: a day (2026-06-30) or the folder of a finished run. Raises Unreadable where it is neither."""
    if given is None:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", given):
        try:
            return Since(date.fromisoformat(given))
        except ValueError:
            raise Unreadable("since", f"--since takes a day such as 2026-06-30, and {given} is none.", given) from None
    return _of_run(Path(given), Path(out))


def _of_run(folder: Path, out: Path) -> Since:
    told, years = folder / "manifest.json", folder / "years.parquet"
    if not told.is_file() or not years.is_file():
        says = f"--since takes a day (2026-06-30) or the folder of a finished audit, and {folder} is neither."
        raise Unreadable("since", says, str(folder))
    if folder.resolve() == out.resolve():
        says = f"{folder} holds the former audit, which this one builds upon; give --out another folder."
        raise Unreadable("since", says, str(folder))
    text = told.read_bytes()
    through = json.loads(text).get("through")
    if through is None:
        says = f"{folder} holds an audit without any line, so that nothing goes on from it; leave --since away."
        raise Unreadable("since", says, str(folder))
    return Since(date.fromisoformat(through), str(years), hashlib.sha256(text).hexdigest()[:16])


def before_it(rows: pl.DataFrame, day: int | None) -> pl.DataFrame:
    """Rows of the days that a former run has audited, set aside: its sums hold them, or would not if they came late."""
    if day is None or "day" not in rows.columns:
        return rows
    old = pl.col("fault").is_null() & (pl.col("day") <= day)
    return rows.with_columns(fault=pl.when(old).then(pl.lit("day_audited_before")).otherwise("fault"))


def later(held: Ordered, claims: ClaimLines, prices: pl.DataFrame, day: int) -> tuple[Ordered, pl.DataFrame]:
    """Only the visits after a day, with their prices; `claims` are the lines with the sums of the year."""
    visits = claims.day > day
    lines = np.flatnonzero(visits[claims.visit])
    if len(lines) == len(claims.visit):
        return replace(held, claims=claims), prices
    number = np.cumsum(visits) - 1
    cut = {name: getattr(claims, name)[lines] for name in _OF_LINES}
    of_visits = {name: getattr(claims, name)[visits] for name in _OF_VISITS}
    kept = replace(claims, **{**cut, **of_visits, "visit": number[cut["visit"]]})
    zips, localities = held.zips, held.localities
    places = lines.astype(np.uint32)
    few = replace(
        held, claims=kept, records=held.records[lines], names=held.names.select(pl.all().gather(places)),
        group=held.group[lines], patient=held.patient[lines], claim=held.claim[lines],
        zips=(zips[0][lines], zips[1]), localities=(localities[0][lines], localities[1]),
    )  # fmt: skip
    return few, prices.select(pl.all().gather(places))
