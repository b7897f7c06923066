"""Marked sentences: charges written in the note, and the totals that it states."""

from __future__ import annotations

import pytest
from marked import Mark, parse, sentences

from romberg.notes import charges
from romberg.notes.layout import cut

_CHARGES = tuple(sentences("charges.txt"))
_TOTALS = tuple(sentences("totals.txt"))
_NOTE = "Pt: Ann B.  Medicare\nS: no falls\nO: tandem stance\nA: unsteady\nP: cont 2x/wk\n"


@pytest.mark.parametrize("line", _CHARGES, ids=range(len(_CHARGES)))
def test_each_marked_charge_is_read_and_nothing_else(line: str) -> None:
    text, marks = parse(line)
    found = charges.read(cut(_NOTE + text))
    places = [(b.spans[0].start - len(_NOTE), b.spans[0].end - len(_NOTE)) for b in found]
    assert [(b.code, b.units, "-".join(b.modifiers), b.minutes) for b in found] == [_charge(mark) for mark in marks]
    assert places == [(mark.start, mark.end) for mark in marks]


def _charge(mark: Mark) -> tuple[str, int, str, int | None]:
    minutes = mark.values.get("minutes")
    return (
        mark.values["code"],
        int(mark.values["units"]),
        mark.values.get("modifiers", ""),
        int(minutes) if minutes else None,
    )


@pytest.mark.parametrize("line", _TOTALS, ids=range(len(_TOTALS)))
def test_stated_totals_are_those_marked(line: str) -> None:
    text, marks = parse(line)
    found = charges.totals(cut(_NOTE + text))
    assert (found.timed_minutes, found.total_minutes) == (_minutes(marks, "timed"), _minutes(marks, "total"))
    spans = {(s.start - len(_NOTE), s.end - len(_NOTE)) for s in found.timed_spans + found.total_spans}
    assert spans == {(mark.start, mark.end) for mark in marks}


def _minutes(marks: tuple[Mark, ...], kind: str) -> int | None:
    for mark in marks:
        if mark.kind == kind:
            return int(mark.values["minutes"])
        if mark.kind == "both":
            return int(mark.values[kind])
    return None


def test_minutes_of_treatments_are_no_charges() -> None:
    text = (
        "O:\n97112  22 min  single leg stance on foam\n97140   9 min  talocrural glide\nTimed: 31  Total treatment: 31"
    )
    assert charges.read(cut(text)) == ()


def test_a_table_of_exercises_with_codes_and_minutes_lists_no_charge() -> None:
    text = "| # | Exercise | CPT | Min |\n|---|---|---|---|\n| 1 | BAPS | 97112 | 5 |\n| 2 | Elliptical | 97110 | 6 |"
    assert charges.read(cut(text)) == ()


def test_numbers_that_look_like_codes_are_no_charges() -> None:
    text = "MR# 9711297110  Claim 97535-2026-0044  auth #97112-0088  fax 555-0197112\nCharges: none yet"
    assert charges.read(cut(text)) == ()


def test_charges_and_totals_of_another_encounter_do_not_count() -> None:
    text = (
        ">> Encounter 03/02/2026 <<\nO: tandem\n97112 x2  timed 39 total 39\n"
        ">> Encounter 03/09/2026 <<\nO: foam\n97112 x1  timed 20 total 25"
    )
    document = cut(text)
    assert [(b.code, b.units) for b in charges.read(document)] == [("97112", 1)]
    found = charges.totals(document)
    assert (found.timed_minutes, found.total_minutes) == (20, 25)


def test_minutes_alone_under_a_manipulation_are_the_whole_visit() -> None:
    found = charges.totals(cut("Tx: adjusted L5\n98940-AT    1\n7 min\nGary Pohl, DC e-signed 10/20/2026"))
    assert (found.timed_minutes, found.total_minutes) == (None, 7)


@pytest.mark.parametrize(
    ("words", "timed", "total"),
    [
        ("T 38 / TT 40. 97112 x2", 38, 40),
        ("30 min timed and total. 97530 x1", 30, 30),
        ("38m TC, 40m TT", 38, 40),
        ("Timed 30/Total 35", 30, 35),
        ("T/T 38/40", 38, 40),
        ("T 38 deg / TT brace", None, None),
    ],
)
def test_totals_are_told_by_their_letters(words: str, timed: int | None, total: int | None) -> None:
    stated = charges.totals(cut(f"Tx: foam stance\n{words}"))
    assert (stated.timed_minutes, stated.total_minutes) == (timed, total)
