"""Charts for pages: a specification of Vega-Lite beside the same figures as a table, for who cannot see the picture."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

Unit = Literal["money", "count", "share", "score"]
_FORMATS: Final[dict[Unit, str]] = {"money": "$,.0f", "count": ",.0f", "share": ".0%", "score": ".1f"}
_ROOM: Final = 1.2  # times the longest bar
_MOST_TICKS: Final = 8  # days that stand under an axis by themselves
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"  # a name, nothing is loaded from it


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: its title, its specification as JSON, and its table."""

    title: str
    spec: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def bars(title: str, label: str, unit: Unit, values: Sequence[tuple[str, float]], words: str = "") -> Chart:
    """Horizontal bars, the longest first as given; money in dollars, shares between 0 and 1."""
    data = [{"name": name, "value": value} for name, value in values]
    named = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 220}}
    whole = {"tickMinStep": 1} if unit == "count" else {}
    axis = {"format": _FORMATS[unit], "tickCount": 5, **whole}
    length = {"field": "value", "type": "quantitative", "title": words or label, "axis": axis} | _room(values)
    exact = "$,.2f" if unit == "money" else _FORMATS[unit]
    told = {"field": "value", "type": "quantitative", "format": exact}
    layers: list[Mapping[str, Any]] = [
        {"mark": {"type": "bar", "cornerRadiusEnd": 2}},
        *(_beyond_its_bar(told, below) for below in (False, True)),
    ]
    spec = _spec(title, data, layer=layers, height=26 * max(len(values), 1), encoding={"y": named, "x": length})
    return Chart(title, spec, (label, words or "value"), tuple((name, shown(value, unit)) for name, value in values))


def _room(values: Sequence[tuple[str, float]]) -> dict[str, Any]:
    """A scale with room for the figures beyond the longest bars; nothing where there is no bar."""
    amounts = [0.0, *(value for _, value in values)]
    ends = [min(amounts) * _ROOM, max(amounts) * _ROOM]
    return {"scale": {"domain": ends, "nice": True}} if ends[0] < ends[1] else {}


def _beyond_its_bar(told: Mapping[str, Any], below_nought: bool) -> Mapping[str, Any]:
    """The figures of bars on one side of nought, beyond their ends: on a dark bar nobody could read them."""
    side = {"align": "right", "dx": -5} if below_nought else {"align": "left", "dx": 5}
    own = {"filter": f"datum.value {'<' if below_nought else '>='} 0"}
    return {"transform": [own], "mark": {"type": "text", **side}, "encoding": {"text": told}}


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series on a day (YYYY-MM-DD)."""

    day: str
    series: str
    value: float


def over_time(title: str, unit: Unit, points: Sequence[Point], lines: Sequence[tuple[str, float]] = ()) -> Chart:
    """Values over time, a line with points for each series; `lines` are levels, as a goal or a threshold."""
    data = [{"day": f"{one.day}T00:00", "series": one.series, "value": one.value} for one in points]  # of the reader's
    days = sorted({one.day for one in points})
    ticks: dict[str, Any] = {"values": [_tick(one) for one in days]} if len(days) <= _MOST_TICKS else {"tickCount": 6}
    axis = {"field": "value", "type": "quantitative", "title": None, "axis": {"format": _FORMATS[unit]}}
    encoding: dict[str, Any] = {
        "x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%b %-d", **ticks}},
        "y": axis,
    }
    if len({one.series for one in points}) > 1:
        shapes = {"field": "series", "type": "nominal", "title": None}
        encoding |= {"color": shapes, "shape": shapes}  # never by colour alone
    layers: list[Mapping[str, Any]] = [{"mark": {"type": "line", "point": {"size": 60}}, "encoding": encoding}]
    for at, (words, level) in enumerate(lines):
        layers += _level(words, level, left=at % 2 == 0)
    rows = tuple((one.day, one.series, shown(one.value, unit)) for one in points)
    return Chart(title, _spec(title, data, layer=layers, height=220), ("day", "what", "value"), rows)


def _level(words: str, level: float, left: bool) -> list[Mapping[str, Any]]:
    """A dashed line with its name, at one end or the other, so that the names of two levels do not meet."""
    once: Mapping[str, Any] = {"values": [{}]}  # a level is drawn once, not once for each value
    rule = {"y": {"datum": level}}
    mark = {"type": "text", "align": "left" if left else "right", "dy": -7, "text": words}
    end = {"x": {"value": 4 if left else "width"}}
    return [
        {"data": once, "mark": {"type": "rule", "strokeDash": [5, 4]}, "encoding": rule},
        {"data": once, "mark": mark, "encoding": rule | end},
    ]


def _tick(day: str) -> dict[str, int]:
    year, month, number = map(int, day.split("-"))
    return {"year": year, "month": month, "date": number}


def shown(value: float, unit: Unit) -> str:
    """A value of a table."""
    if unit == "money":
        return f"${value:,.2f}"
    return f"{value:.1%}" if unit == "share" else f"{value:,.1f}".removesuffix(".0")


def _spec(title: str, data: Sequence[Mapping[str, Any]], **more: Any) -> str:
    held = {
        "$schema": _SCHEMA,
        "description": title,
        "width": "container",
        "data": {"values": list(data)},
        **more,
    }
    return json.dumps(held)
