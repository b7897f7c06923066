"""Marked sentences: what was done under which code, for how long, what was not and why, and how it was furnished."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import pytest
from expressions import cues
from marked import Mark, cases, parse, sentences

from romberg import coding, notes
from romberg.coding import CodedVisit
from romberg.notes.layout.fold import fold
from romberg.notes.treatments.hints import load
from romberg.visit import Span

_HEAD = "PT daily note DOS 3/2/26  Medicare\nS: no falls\n"
_FILES = ("treatments.txt", "minutes_of_codes.txt")
_REST = "\nA: unsteady, needs skilled PT\nP: cont 2x/wk\nJane Doe, PT e-signed 3/2/26"


@cache
def _coded(text: str) -> CodedVisit:
    return coding.code(notes.read(_HEAD + text + _REST))


def _meet(span: Span, mark: Mark) -> bool:
    return span.start < mark.end + len(_HEAD) and mark.start + len(_HEAD) < span.end


@pytest.mark.parametrize("line", [case for name in _FILES for case in cases(name)])
def test_codes_minutes_and_activities_are_those_marked(line: str) -> None:
    text, marks = parse(line)
    done = [mark for mark in marks if mark.kind == "done"]
    found = {p.code: p for p in _coded(text).procedures}
    assert {code: p.minutes for code, p in found.items()} == _expected(done)
    told = [(code, span) for code, p in found.items() for activity in p.activities for span in activity.spans]
    for mark in done:
        assert any(_meet(span, mark) for code, span in told if code == mark.values["code"]), mark
    for code, span in told:
        assert any(_meet(span, mark) for mark in done if mark.values["code"] == code), (_HEAD + text)[slice(*span)]


def _expected(done: list[Mark]) -> dict[str, int | None]:
    minutes: dict[str, int | None] = defaultdict(lambda: None)
    for mark in done:
        stated = mark.values.get("minutes")
        minutes[mark.values["code"]] = int(stated) if stated else minutes[mark.values["code"]]
    return dict(minutes)


_DENYING = [line for name in _FILES for line in sentences(name) if "<not" in line]


@pytest.mark.parametrize("line", _DENYING, ids=range(len(_DENYING)))
def test_what_was_not_done_is_listed_with_its_reason(line: str) -> None:
    text, marks = parse(line)
    told = [span for p in _coded(text).procedures for activity in p.activities for span in activity.spans]
    listed = _coded(text).visit.not_counted
    for mark in (mark for mark in marks if mark.kind == "not"):
        assert not any(_meet(span, mark) for span in told), mark
        fair = mark.values.get("why", "").replace("_", " ").split("|")
        whys = {entry.why for entry in listed for span in entry.spans if _meet(span, mark)}
        assert fair == [""] or whys & set(fair), (mark, whys)


@pytest.mark.parametrize("line", cases("furnished.txt"))
def test_how_a_treatment_was_furnished_is_as_marked(line: str) -> None:
    text, marks = parse(line)
    found = [(flag, span) for t in _coded(text).visit.treatments for flag, spans in t.flags.items() for span in spans]
    shown = [mark for mark in marks if mark.kind != "code"]
    assert {flag for flag, _ in found} == {mark.kind.replace("_", " ") for mark in shown}
    for mark in shown:
        assert any(_meet(span, mark) for flag, span in found if flag == mark.kind.replace("_", " ")), mark
    for mark in marks:
        if mark.kind == "code":
            assert mark.values["is"] in [p.code for p in _coded(text).procedures]


def test_each_cue_of_how_it_was_furnished_is_shown_by_a_sentence() -> None:
    plain = [fold(parse(line)[0]) for line in sentences("furnished.txt")]
    files = (load("furnished.yaml"), load("left.yaml"))
    known = [
        cue for raw in files for name, found in raw.items() if name != "starts" for one in found for cue in cues(one)
    ]
    assert [cue for cue in known if not any(re.search(cue, text) for text in plain)] == []
