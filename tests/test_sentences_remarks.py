"""Marked sentences of the remarks on cover."""

from __future__ import annotations

import re
import time

import pytest
from marked import sentences

from romberg import notes
from romberg.notes import remarks
from romberg.notes.layout import cut
from romberg.notes.remarks.patterns import KINDS

_LINES = tuple(sentences("remarks.txt"))


def _unmarked(marked: str) -> tuple[str, list[str]]:
    """A note without its marks, and the marked words."""
    text = marked.replace("\\n", "\n")
    return re.sub(r"</?r>", "", text), re.findall(r"<r>(.*?)</r>", text, re.S)


@pytest.mark.parametrize("line", _LINES, ids=range(len(_LINES)))
def test_a_remark_is_the_marked_words_with_its_date(line: str) -> None:
    told, _, marked = line.partition(" ::: ")
    kind, day = told.split(" | ")
    text, words = _unmarked(marked)
    found = [one for one in remarks.read(cut(text)) if one.kind == kind]
    assert [text[one.spans[0].start : one.spans[0].end] for one in found] == words
    if words:
        assert str(found[0].on or "-") == day


def test_every_kind_has_a_sentence_that_says_it_and_one_that_does_not() -> None:
    told = {(line.split(" | ")[0], "<r>" in line) for line in _LINES}
    kinds = {kind.name for kind in KINDS} | {"document"}
    assert told == {(kind, says) for kind in kinds for says in (True, False)}


def test_the_visit_carries_its_remarks() -> None:
    visit = notes.read("PT daily note 3/4/26 Medicare\nA: All goals met.\nP: 2x/wk\nJane Doe, PT e-signed 3/4/26")
    assert [one.kind for one in visit.remarks] == ["goals met"]


@pytest.mark.parametrize("sign", [sign for kind in KINDS for sign in kind.signs])
def test_a_sign_repeated_without_end_costs_no_more_than_its_length(sign: str) -> None:
    document = cut("A: " + (sign + " ") * 4000)
    start = time.perf_counter()
    remarks.read(document)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("P: PT 2x/wk x 6 wks. Goals: walk to church", {"goals", "frequency", "duration"}),
        ("PLAN: twice a week for 8 weeks\nLTG: stairs", {"goals", "frequency", "duration"}),
        ("P: 2w4, STG in 2 wks", {"goals", "frequency", "duration"}),
        ("P: up to 12 visits\nGoals: lift 20 lb", {"goals", "duration"}),
        ("P: frequency 3 per week", {"frequency"}),
        ("P: weekly, goals as above", {"frequency", "goals"}),
        ("GOALS 8 wk: Sunnybrook 65\\nPLAN every 2 weeks x 6", {"goals", "frequency", "duration"}),
        ("PLAN recheck 1 wk, then every 2. Goal: lag 5 deg", {"goals", "frequency", "duration"}),
        ("Recommended: 2 x week, 24 weeks. Aims: MLU 3.0", {"goals", "frequency", "duration"}),
        ("P: TIW for 4 wks. LTGs: stairs", {"goals", "frequency", "duration"}),
        ("P: 3 d/wk x 12 visits. Goals below", {"goals", "frequency", "duration"}),
        ("S: walks 3x/week for 30 min. Surgery 6 weeks ago", set()),
        ("HEP: 3x/week x 4 weeks", set()),
    ],
)
def test_the_contents_of_an_evaluation_s_plan(words: str, parts: set[str]) -> None:
    document = cut("PT EVALUATION 3/2/26\n" + words)
    found = {one.kind.removeprefix("plan ") for one in remarks.read(document, "evaluation")}
    assert found == parts
    assert remarks.read(document, "daily") == ()
