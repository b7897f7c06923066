"""Marked sentences: what another discipline did in a session that two shared."""

from __future__ import annotations

import re

import pytest
from marked import cases, parse

from romberg import coding, notes
from romberg.notes.assertion import Zone, of_others, with_parts
from romberg.notes.layout import cut

_HEAD = "Daily note DOS 3/2/26\nS: no falls\nO: "


@pytest.mark.parametrize("line", cases("disciplines.txt"))
def test_what_another_discipline_did_is_set_aside_and_nothing_else(line: str) -> None:
    own, told = re.fullmatch(r"\[(\w+)\] (.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]  # each line has both
    text, marks = parse(told)
    found = of_others(cut(_HEAD + text + "\nA: unsteady\nP: cont 2x/wk"), own)
    told_of_others = [text[one.start - len(_HEAD) : one.end - len(_HEAD)] for one in found]
    assert _words(told_of_others) == _words([text[mark.start : mark.end] for mark in marks])


def _words(pieces: list[str]) -> list[str]:
    return [word for piece in pieces for word in re.findall(r"[\w/]+", piece)]


def test_nothing_is_set_aside_where_the_discipline_is_not_known() -> None:
    assert of_others(cut(_HEAD + "OT portion 20 min: dressing"), None) == ()


def test_a_clause_inside_the_part_of_another_is_told_with_it() -> None:
    part, inside, after = Zone(10, 90, "other person"), Zone(20, 30, "declined"), Zone(95, 99, "planned")
    assert with_parts((inside, after), (part,)) == (part, after)
    assert with_parts((inside, after), ()) == (inside, after)
    assert with_parts((part, after), (inside,)) == (part, after)


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        ("PT portion 20 min: gait training with cane.\nOT portion 25 min: LB dressing training.", {"97116": 20}),
        ("SLP did the swallow trials, 15 min. PT 30 min: gait training with cane.", {"97116": 30}),
        ("PT: gait training with cane, 20 min\nOT: LB dressing training, 25 min", {"97116": 20}),
    ],
)
def test_only_this_discipline_s_minutes_count(told: str, minutes: dict[str, int]) -> None:
    text = f"PT daily DOS 3/2/26 Medicare\nO: co-treat.\n{told}\nA: unsteady\nP: cont\nJane Doe, PT e-signed 3/2/26"
    coded = coding.code(notes.read(text))
    assert {one.code: one.minutes for one in coded.procedures} == minutes
