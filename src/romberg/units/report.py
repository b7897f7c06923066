"""The units of one visit in plain form: counts by every rule, other fair choices, the lines to bill, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

import polars as pl

from romberg.knowledge import codes
from romberg.units import assistant_wording, wording
from romberg.units.arguments import UnitsInputError
from romberg.units.counting import COUNTINGS, count
from romberg.units.wording import Row

Minutes = Mapping[str, tuple[int | None, int]]
_TYPES = {
    "visit": pl.UInt32,
    "code": pl.String,
    "timed": pl.Boolean,
    "minutes": pl.Int64,
    "assistant_minutes": pl.Int64,
    "service_date": pl.Date,
    "unit_minutes": pl.Int64,
}


def report(
    minutes: Minutes,
    on: date,
    timed: Callable[[str], bool] | None = None,
    counting: str = "cms",
    modifier: str | None = "CQ",
) -> dict[str, Any]:
    """Units of one visit by the CMS, the AMA and the strict count, with the lines to bill and the reasons.

    `minutes`: by code, the therapist's minutes (joint time among them; None where unknown) and the assistant's own.
    `timed` says whether a code is timed; without it Romberg's table of codes does. `counting` is the payer's way of
    counting; "unknown" bills the lower of CMS and AMA. `modifier` is CQ or CO, or None where a payer asks for neither.
    """
    rows = count(_frame(minutes, on, timed)).to_dicts()
    billed_by = _billed_by(rows, counting)
    shown: dict[str, Any] = {
        "cms": _section(rows, "cms"),
        "ama": _section(rows, "ama"),
        "strict_fifteen": _section(rows, "strict_fifteen"),
        "counted_by": billed_by,
        "lines": [line for row in rows for line in _lines(row, billed_by, modifier)],
        "says": wording.compared({way: _sum(rows, way) for way in COUNTINGS}),
    }
    if modifier and (why := assistant_wording.assistants(rows, billed_by, modifier)):
        shown["assistants"] = why
    return shown


def _frame(minutes: Minutes, on: date, timed: Callable[[str], bool] | None) -> pl.DataFrame:
    rows = [
        (0, code, *_clock(code, timed), *_together(code, therapist, assistant), on)
        for code, (therapist, assistant) in minutes.items()
    ]
    order = ("visit", "code", "timed", "unit_minutes", "minutes", "assistant_minutes", "service_date")
    return pl.DataFrame(rows, schema={name: _TYPES[name] for name in order}, orient="row")


def _clock(code: str, timed: Callable[[str], bool] | None) -> tuple[bool, int]:
    if timed is not None:
        return timed(code), 15
    known = codes.get(code)
    if known is None:
        raise UnitsInputError(
            f"{code} is not in Romberg's table of therapy codes, so whether it is timed is not known",
            code,
            "check the code, or leave it out of the count",
        )
    return known.timed, known.unit_minutes or 15


def _together(code: str, therapist: int | None, assistant: int) -> tuple[int | None, int]:
    if (therapist or 0) < 0 or assistant < 0:
        raise UnitsInputError(f"{code} has fewer than 0 minutes", code, "give the minutes that were spent, 0 or more")
    return (None if therapist is None else therapist + assistant), assistant


def _billed_by(rows: Sequence[Row], counting: str) -> str:
    if counting in COUNTINGS:
        return counting
    if counting != "unknown":
        raise UnitsInputError(
            f"there is no counting rule {counting!r}", "counting", f"name {', '.join(COUNTINGS)} or unknown"
        )
    return min(("cms", "ama"), key=lambda way: sum(row[f"units_{way}"] or 0 for row in rows))


def _section(rows: Sequence[Row], way: str) -> dict[str, Any]:
    timed = [row["minutes"] for row in rows if row["timed"] and (way != "cms" or row["unit_minutes"] == 15)]
    missing = next((row["minutes_to_next"] for row in rows if row["minutes_to_next"] is not None), None)
    section: dict[str, Any] = {
        "total_timed_minutes": None if None in timed else sum(timed),
        "units": {row["code"]: row[f"units_{way}"] for row in rows},
        "alternatives": _alternatives(rows) if way == "cms" else [],
    }
    if way == "cms":
        return section | {"minutes_to_next": missing, "says": wording.cms(rows, missing)}
    return section | {"says": wording.ama(rows) if way == "ama" else wording.strict_fifteen(rows)}


def _alternatives(rows: Sequence[Row]) -> list[dict[str, int | None]]:
    """The other allocations that the rule allows as well, where remainders tie for the last units."""
    shown = {row["code"]: row["units_cms"] for row in rows}
    tied = {row["code"]: row["minutes"] // 15 for row in rows if row["tie_cms"]}
    extra = sum(shown[code] - full for code, full in tied.items())
    fair = (
        shown | {code: full + (code in chosen) for code, full in tied.items()} for chosen in combinations(tied, extra)
    )
    return [allocation for allocation in fair if allocation != shown]


def _lines(row: Row, way: str, modifier: str | None) -> list[dict[str, Any]]:
    units, carrying = row[f"units_{way}"], row[f"assistant_units_{way}"]
    if not units:
        return []
    if modifier and carrying is None:
        return [{"code": row["code"], "units": units, "modifiers": [], "modifiers_unknown": True}]
    with_modifier = carrying if modifier else 0
    parts: tuple[tuple[int, list[str]], ...] = ((units - with_modifier, []), (with_modifier, [modifier or ""]))
    return [{"code": row["code"], "units": part, "modifiers": modifiers} for part, modifiers in parts if part]


def _sum(rows: Sequence[Row], way: str) -> int | None:
    units = [row[f"units_{way}"] for row in rows]
    return None if None in units else sum(units)
