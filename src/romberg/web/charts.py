"""Charts for pages: a specification of Vega-Lite beside the same figures as a table, for who cannot see the picture."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

Unit = Literal["money", "count", "share", "score"]
_FORMATS: Final[dict[Unit, str]] = {"money": "$,.0f", "count": ",.0f", "share": ".0%", "score": ".1f"}
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
    spec = _spec(
        title,
        data,
        mark={"type": "bar", "cornerRadiusEnd": 2},
        height={"step": 24},
        encoding={
            "y": {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 260}},
            "x": {
                "field": "value",
                "type": "quantitative",
                "title": words or label,
                "axis": {"format": _FORMATS[unit], **({"tickMinStep": 1} if unit == "count" else {})},
            },
        },
    )
    return Chart(title, spec, (label, words or "value"), tuple((name, shown(value, unit)) for name, value in values))


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series on a day (YYYY-MM-DD)."""

    day: str
    series: str
    value: float


def over_time(title: str, unit: Unit, points: Sequence[Point], lines: Sequence[tuple[str, float]] = ()) -> Chart:
    """Values over time, a line with points for each series; `lines` are levels, as a goal or a threshold."""
    data = [{"day": one.day, "series": one.series, "value": one.value} for one in points]
    axis = {"field": "value", "type": "quantitative", "title": None, "axis": {"format": _FORMATS[unit]}}
    encoding: dict[str, Any] = {
        "x": {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%b %-d", "tickCount": 6}},
        "y": axis,
    }
    if len({one.series for one in points}) > 1:
        shapes = {"field": "series", "type": "nominal", "title": None}
        encoding |= {"color": shapes, "shape": shapes}  # never by colour alone
    layers: list[Mapping[str, Any]] = [{"mark": {"type": "line", "point": {"size": 60}}, "encoding": encoding}]
    for words, level in lines:
        rule = {"y": {"datum": level}}
        layers.append({"mark": {"type": "rule", "strokeDash": [5, 4]}, "encoding": rule})
        layers.append(
            {"mark": {"type": "text", "align": "left", "dy": -6, "text": words}, "encoding": rule | {"x": {"value": 4}}}
        )
    rows = tuple((one.day, one.series, shown(one.value, unit)) for one in points)
    return Chart(title, _spec(title, data, layer=layers, height=220), ("day", "what", "value"), rows)


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
        "autosize": {"type": "fit-x", "contains": "padding"},  # bars have a height of their own
        "data": {"values": list(data)},
        **more,
    }
    return json.dumps(held)
