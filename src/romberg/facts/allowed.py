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
    """Timed units billed beyond a stated total treatment time that is shorter than the timed services.

    Told once, at the line with the most units. With the midpoint the total bounds the units of a single code only, for
    there each code is counted by itself.
    """
    charges = [one for one in source.lines if one.billed and codes.is_timed(one.code)]
    if total is None or not _shorter(source) or line is not max(charges, key=_units, default=None):
        return 0
    one_code = len({one.code for one in charges}) == 1
    if source.card.counting not in _EXACT_FOR_ANY and not one_code:
        return 0
    ways = _WAYS.get(source.card.counting, (source.card.counting,))
    return max(0, sum(map(_units, charges)) - max(int(total[f"units_{way}"]) for way in ways))


def _units(line: LineSource) -> int:
    return line.billed.units if line.billed else 0


def _shorter(source: VisitSource) -> bool:
    minutes = [one.minutes or 0 for one in source.coded.procedures if one.timed and "not billed" not in one.flags]
    return (source.coded.visit.total_minutes or 0) < sum(minutes)
