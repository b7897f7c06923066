"""Charts: the same figures in the picture and in the table, whatever their names hold."""

from __future__ import annotations

import json

from romberg.web.charts import Point, bars, over_time, shown
from romberg.web.pages import _templates

NASTY = '</script><img src=x onerror="alert(1)">'


def drawn(source: str, **values: object) -> str:
    """A page made of a template's text."""
    return _templates().from_string('{% from "chart.html.j2" import chart %}' + source).render(**values)


def test_bars_hold_their_figures_twice() -> None:
    one = bars("Denied", "reason", "money", [("50", 1234.5), ("97", 8.0)], "dollars")
    assert [row["value"] for row in json.loads(one.spec)["data"]["values"]] == [1234.5, 8.0]
    assert one.rows == (("50", "$1,234.50"), ("97", "$8.00"))
    assert one.head == ("reason", "dollars")


def test_series_differ_by_shape_too_and_levels_are_drawn() -> None:
    points = [Point("2026-01-02", "Berg", 31), Point("2026-02-02", "TUG", 14.5)]
    one = over_time("Measures", "score", points, [("goal", 45)])
    spec = json.loads(one.spec)
    assert {"color", "shape"} <= set(spec["layer"][0]["encoding"])
    assert spec["layer"][1]["encoding"]["y"] == {"datum": 45}
    drawn_on = [row["day"] for row in spec["data"]["values"]]
    assert drawn_on == ["2026-01-02T00:00", "2026-02-02T00:00"], "the reader's own day, in any time zone"
    assert spec["layer"][0]["encoding"]["x"]["axis"]["values"][1] == {"year": 2026, "month": 2, "date": 2}
    assert one.rows[1] == ("2026-02-02", "TUG", "14.5")
    alone = json.loads(over_time("Berg", "score", points[:1]).spec)
    assert "color" not in alone["layer"][0]["encoding"]


def test_a_hostile_name_is_text_and_nothing_else() -> None:
    page = drawn("{{ chart(one) }}", one=bars(NASTY, NASTY, "count", [(NASTY, 3)]))
    assert "<img" not in page
    assert "</script>" not in page
    assert "As a table" in page


def test_values_are_written_as_people_read_them() -> None:
    assert [shown(0.256, "share"), shown(3.0, "count"), shown(1.25, "score"), shown(-5, "money")] == [
        "25.6%", "3", "1.2", "$-5.00",
    ]  # fmt: skip
