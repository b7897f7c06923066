"""How far a measure moves by its own error, and which change matters: published figures, each for its population."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from romberg.knowledge import typed

Kind = Literal["error", "important"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure. `error`: a smaller change may be chance; `important`: a smaller one does not matter."""

    measure: str
    unit: str
    kind: str
    value: Decimal
    population: str
    source: str
    mark: str


@cache
def _by_measure() -> dict[tuple[str, str], tuple[Figure, ...]]:
    rows = [Figure(**{**row, "value": Decimal(row["value"])}) for row in typed.rows("measure_change")]  # type: ignore[arg-type]
    keys = dict.fromkeys((one.measure, one.unit) for one in rows)
    return {key: tuple(one for one in rows if (one.measure, one.unit) == key) for key in keys}


def figures(measure: str, unit: str, kind: Kind | None = None) -> tuple[Figure, ...]:
    """Every published figure of a measure in a unit, the smallest first; empty where we know none."""
    found = (one for one in _by_measure().get((measure, unit), ()) if kind in (None, one.kind))
    return tuple(sorted(found, key=lambda one: one.value))
