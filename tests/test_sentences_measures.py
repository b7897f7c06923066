"""Marked sentences of the measures reader."""

from __future__ import annotations

import pytest
from marked import parse, sentences

from romberg.notes import measures
from romberg.notes.layout import cut
from romberg.notes.measures import change
from romberg.notes.measures.vocabulary import known
from romberg.visit import Measure

_LINES = tuple(sentences("measures.txt"))


def _expected(line: str) -> list[tuple[str, float]]:
    _, marks = parse(line)
    return sorted((m.values["name"], float(m.values["value"])) for m in marks)


@pytest.mark.parametrize("line", _LINES, ids=range(len(_LINES)))
def test_each_marked_value_is_found_and_nothing_else(line: str) -> None:
    text, _ = parse(line)
    found = sorted((m.measure, m.value) for m in measures.read(cut(text)))
    assert found == _expected(line)


@pytest.mark.parametrize("line", _LINES, ids=range(len(_LINES)))
def test_attributes_and_places_are_those_marked(line: str) -> None:
    text, marks = parse(line)
    found = measures.read(cut(text))
    for mark in marks:
        near = [m for m in found if m.measure == mark.values["name"] and m.value == float(mark.values["value"])]
        touching = [m for m in near if any(s.start < mark.end and mark.start < s.end for s in m.spans)]
        assert touching, mark
        _attributes_hold(touching[0], mark.values)


def _attributes_hold(measure: Measure, values: dict[str, str]) -> None:
    if "unit" in values:
        assert measure.unit == values["unit"]
    if "side" in values:
        assert measure.side == values["side"]
    if "earlier" in values:
        assert float(values["earlier"]) in [e.value for e in measure.earlier]


def test_earlier_values_carry_their_day_and_goals_stand_apart() -> None:
    text = "DOS 09/17/2026\nO: MoCA 24/30 (22 on 8/20).\nGoals: MoCA > 26"
    (moca,) = measures.read(cut(text))
    assert (moca.value, moca.goal) == (24, 26)
    assert [(e.value, str(e.on)) for e in moca.earlier] == [(22, "2026-08-20")]


def test_the_latest_value_counts_where_today_has_none() -> None:
    (berg,) = measures.read(cut("DOS 09/17/2026\nO: Berg at eval 38/56, not repeated today."))
    assert berg.value == 38


def test_every_threshold_is_of_a_known_measure_and_says_its_mark() -> None:
    assert set(change._table()) <= {*known(), "NPRS"}
    for entries in change._table().values():
        assert all(e.kind in ("error", "matters") and e.points > 0 and e.mark in ("", "not verified") for e in entries)
    assert {t.points for t in change.thresholds("Berg") if t.kind == "matters"} == {7}
    assert change.thresholds("no such measure") == ()
