"""Marked sentences: minutes in every written form, clock spans, ranges; and numbers that are no minutes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import cases, parse

from romberg.notes.layout.fold import fold
from romberg.notes.minutes import words
from romberg.notes.minutes.durations import Duration, _outer, durations


@pytest.mark.parametrize("line", cases("minutes.txt"))
def test_each_marked_duration_is_read_and_nothing_else(line: str) -> None:
    text, marks = parse(line)
    folded = fold(text)
    found = {(d.start, d.end): (d.minutes, d.most) for d in durations(folded, 0, len(folded))}
    most = {(m.start, m.end): m.values.get("most") for m in marks}
    assert found == {(m.start, m.end): (int(m.values["n"]), int(most[m.start, m.end] or 0) or None) for m in marks}, (
        text
    )


@settings(deadline=None)
@given(st.integers(1, 99))
def test_numbers_in_words_are_read_back(number: int) -> None:
    tens = {value: word for word, value in words._TENS.items() if word != "fourty"}
    written = words._ONES[number] if number < 20 else tens[number - number % 10]
    if number >= 20 and number % 10:
        written += "-" + words._ONES[number % 10]
    for text in (written, written.replace("-", " "), written.upper()):
        spoken = f"{text} minutes of gait training"
        (found,) = durations(fold(spoken), 0, len(spoken))
        assert (found.minutes, found.start, found.end) == (number, 0, len(text) + len(" minutes"))


@settings(deadline=None)
@given(st.integers(0, 24 * 60 - 1), st.integers(1, 240), st.sampled_from(["-", " - ", "–", " to ", " until "]))
def test_a_span_by_the_clock_is_its_minutes_in_each_way_of_writing(begin: int, length: int, dash: str) -> None:
    end = (begin + length) % (24 * 60)
    ways = {f"{_military(begin)}{dash}{_military(end)}", f"{_colon(begin)}{dash}{_colon(end)}"}
    ways |= {f"{_half(begin)}{dash}{_half(end)}", f"{_half(begin).upper()}{dash}{_half(end).upper()}"}
    for text in ways:
        found = durations(fold(text), 0, len(text))
        assert [(d.minutes, d.kind, d.start, d.end) for d in found] == [(length, "clock", 0, len(text))], text


def _military(at: int) -> str:
    return f"{at // 60:02}{at % 60:02}"


def _colon(at: int) -> str:
    return f"{at // 60}:{at % 60:02}"


def _half(at: int) -> str:
    return f"{at // 60 % 12 or 12}:{at % 60:02} {'am' if at < 12 * 60 else 'pm'}"


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=8))
def test_of_durations_inside_each_other_the_outer_ones_are_kept(places: list[tuple[int, int]]) -> None:
    found = [Duration(start, start + length, 5, "minutes") for start, length in places]
    assert _outer(found) == sorted(one for one in found if not any(o.start < one.start < o.end for o in found))
