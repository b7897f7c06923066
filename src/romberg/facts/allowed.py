"""Units that a payer's counting allows for one service, where the payer may count in more than one way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from romberg.facts.values import LineSource, VisitSource
from romberg.knowledge import codes

_WAYS = {"unknown": ("cms", "ama")}  # an unknown payer may count in either way
_EXACT_FOR_ANY = ("cms", "strict_fifteen")  # one pool of minutes: its total bounds the units of all codes together


@dataclass(frozen=True, slots=True)
class Allowed:
    """Units that every way of counting supports, that one of them supports, and that are the assistant's."""

    safe: int | None
    most: int | None
    assistant: int | None


def allowed(row: Mapping[str, Any] | None, counting: str, tied_split_fits: bool) -> Allowed:
    """What a counted row allows under a payer's counting; a tie goes to the billed split where that fits."""
    if row is None:
        return Allowed(None, None, None)
    ways = _WAYS.get(counting, (counting,))
    units = [_most(row, way, tied_split_fits) for way in ways]
    assistant = [row[f"assistant_units_{way}"] for way in ways]
    return Allowed(_all(units, min), _all(units, max), _all(assistant, min))


def _most(row: Mapping[str, Any], way: str, tied_split_fits: bool) -> int | None:
    units: int | None = row[f"units_{way}"]
    if way == "cms" and row["tie_cms"] and tied_split_fits and units is not None:
        return max(units, int(row["minutes"]) // 15 + 1)  # its full quarter hours, and the unit that may be chosen
    return units


def _all(values: list[int | None], choose: Any) -> int | None:
    known = [value for value in values if value is not None]
    return choose(known) if len(known) == len(values) else None


def over_total(line: LineSource, source: VisitSource, total: Mapping[str, Any] | None) -> int:
    """Timed units billed beyond the stated total treatment time; told once, at the line with the most units.

    With the midpoint the total bounds the units of a single code only, for each code there is counted by itself.
    """
    timed = [one for one in source.lines if one.billed and _timed(one.code)]
    if (
        total is None
        or line not in timed
        or line is not max(timed, key=lambda one: one.billed.units if one.billed else 0)
    ):
        return 0
    one_code = len({one.code for one in timed}) == 1
    if source.card.counting not in _EXACT_FOR_ANY and not one_code:
        return 0
    bound = max(total["units_cms"], total["units_ama"]) if source.card.counting == "unknown" else _bound(source, total)
    return max(0, sum(one.billed.units for one in timed if one.billed) - bound)


def _bound(source: VisitSource, total: Mapping[str, Any]) -> int:
    return int(total[f"units_{source.card.counting}"])


def _timed(code: str) -> bool:
    known = codes.get(code)
    return known is not None and known.timed
