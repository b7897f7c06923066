"""How a patient's measures moved across visits, beside the error of each measure; and values told otherwise later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from romberg.knowledge.measures import change as published
from romberg.notes.measures.vocabulary import known
from romberg.visit import Measure, Visit

Verdict = Literal["real gain", "real loss", "within error", "depends on whom", "no figure"]


@dataclass(frozen=True, slots=True)
class Trend:
    """One measure from its first value to its last, and what that change means.

    `gain` is above zero where it got better. `least` and `most` are the smallest and the largest published figure for
    any population: a change below the one is within error for everybody, one above the other is real for everybody.
    """

    measure: str
    side: str | None
    unit: str
    first: float
    first_on: date | None
    last: float
    last_on: date
    gain: Decimal
    least: Decimal | None
    most: Decimal | None
    values: tuple[tuple[date, float], ...]

    @property
    def verdict(self) -> Verdict:
        """What the change is, by the published figures."""
        if self.least is None or self.most is None:
            return "no figure"
        if abs(self.gain) < self.least:
            return "within error"
        if abs(self.gain) < self.most:
            return "depends on whom"
        return "real gain" if self.gain > 0 else "real loss"

    def says(self) -> str:
        """The change as it reads in a sentence."""
        since = f" on {self.first_on}" if self.first_on else ""
        name = f"{self.measure} ({self.side})" if self.side else self.measure
        return f"{name} {self.last:g} {self.unit} after {self.first:g}{since}"


def trends(visits: Sequence[Visit]) -> tuple[Trend, ...]:
    """How each measure moved over the visits of one episode, which stand in the order of their days.

    A measure counts from its first value on, which may be an earlier one that the first note itself tells.
    """
    series: dict[tuple[str, str | None, str], list[tuple[date | None, float]]] = {}
    for visit in visits:
        for found in visit.measures:
            key = (found.measure, found.side, found.unit)
            if key not in series:
                series[key] = list(_told_before(found))
            series[key].append((visit.service_date, found.value))
    made = (_trend(*key, values) for key, values in series.items())
    return tuple(one for one in made if one is not None)


def _told_before(found: Measure) -> Iterator[tuple[date | None, float]]:
    """The earliest value that a note tells beside today's."""
    dated = sorted((one for one in found.earlier if one.on is not None), key=lambda one: one.on or date.max)
    first = dated[:1] or found.earlier[:1]
    return ((one.on, one.value) for one in first)


def _trend(measure: str, side: str | None, unit: str, values: Sequence[tuple[date | None, float]]) -> Trend | None:
    (first_on, first), (last_on, last) = values[0], values[-1]
    entry = known().get(measure)
    if len(values) < 2 or last_on is None or first_on == last_on or entry is None:
        return None
    if entry.better not in ("higher", "lower"):
        return None
    change = Decimal(str(last)) - Decimal(str(first))
    figures = published.figures(measure, unit, "error") or published.figures(measure, unit)
    return Trend(
        measure,
        side,
        unit,
        first,
        first_on,
        last,
        last_on,
        change if entry.better == "higher" else -change,
        figures[0].value if figures else None,
        figures[-1].value if figures else None,
        tuple((on, value) for on, value in values if on is not None),
    )


def contradicted(visit: Visit, earlier: Sequence[Visit]) -> tuple[str, ...]:
    """Earlier values with their day, as told here, where the note of that day has only others."""
    measured: dict[tuple[date | None, str, str | None], list[float]] = {}
    for one in earlier:
        for found in one.measures:
            measured.setdefault((one.service_date, found.measure, found.side), []).append(found.value)
    told = []
    for found in visit.measures:
        for value in found.earlier:
            then = measured.get((value.on, found.measure, found.side))
            if value.on is not None and then and value.value not in then:
                told.append(f"{found.measure} {value.value:g} on {value.on}, and {then[0]:g} in the note of that day")
    return tuple(dict.fromkeys(told))
