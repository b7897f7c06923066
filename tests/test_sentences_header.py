"""Marked sentences: the head of a note, and what it says of the plan of care."""

from __future__ import annotations

import pytest
from marked import parse, sentences

from romberg.knowledge import payer_names
from romberg.notes import header, plan_of_care
from romberg.notes.layout import cut
from romberg.notes.people import read as read_people
from romberg.visit import PlanOfCare

_REST = "\nS: no falls\nO: NMR 20 min tandem\nA: unsteady\nP: cont\nJane Doe, PT e-signed 3/4/26"
_DATES = tuple(sentences("service_dates.txt"))
_PAYERS = tuple(sentences("payers.txt"))
_KINDS = tuple(sentences("kinds.txt"))
_SETTINGS = tuple(sentences("settings.txt"))
_PLANS = tuple(sentences("plans_of_care.txt"))
_BEFORE_PLAN = "PT daily note DOS 3/2/26  "


@pytest.mark.parametrize("line", _DATES, ids=range(len(_DATES)))
def test_the_date_of_the_visit_is_the_marked_one(line: str) -> None:
    text, marks = parse(line)
    found = header.service_date(cut(text + _REST))
    assert found is not None
    assert str(found.value) == (marks[0].values["value"] if marks else "2026-03-04")
    if marks:
        assert (found.start, found.end) == (marks[0].start, marks[0].end)


def test_a_note_without_any_date_has_no_service_date() -> None:
    assert header.service_date(cut("PT daily note\nS: no falls\nO: tandem\nDOB 01/02/1950")) is None


@pytest.mark.parametrize("line", _PAYERS, ids=range(len(_PAYERS)))
def test_the_payer_is_the_marked_one(line: str) -> None:
    text, marks = parse(line)
    card, spans = header.payer(cut(text + _REST), payer_names.called())
    card_named = marks[0].values["card"] if marks else "none"
    assert (card or "none") == card_named
    assert [(s.start, s.end) for s in spans] == [(mark.start, mark.end) for mark in marks]


@pytest.mark.parametrize("line", _KINDS, ids=range(len(_KINDS)))
def test_kind_of_the_visit(line: str) -> None:
    expected, text = line.replace("\\n", "\n").split(" | ", 1)
    assert header.kind(cut(text + _REST)) == expected


@pytest.mark.parametrize("line", _SETTINGS, ids=range(len(_SETTINGS)))
def test_setting_of_the_visit(line: str) -> None:
    expected, text = line.replace("\\n", "\n").split(" | ", 1)
    assert header.setting(cut(text + _REST)) == expected


@pytest.mark.parametrize("line", _PLANS, ids=range(len(_PLANS)))
def test_facts_of_the_plan_of_care_are_those_marked(line: str) -> None:
    text, marks = parse(line)
    found = plan_of_care.read(cut(_BEFORE_PLAN + text + _REST))
    expected = {name: value for mark in marks for name, value in mark.values.items()}
    assert {name: _written(found, name) for name in found.spans} == expected
    for mark in marks:
        for name in mark.values:
            start, end = found.spans[name][0]
            assert (start - len(_BEFORE_PLAN), end - len(_BEFORE_PLAN)) == (mark.start, mark.end)


def _written(plan: PlanOfCare, name: str) -> str:
    value = getattr(plan, name)
    return "yes" if value is True else str(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OT note\nJane Doe, OTR/L e-signed 3/2/26", "OT"),
        ("PT note - co-treatment with OT\nJane Doe, PT e-signed 3/2/26", "PT"),
        ("Physical medicine visit\nTx given by Lena Fry, LMT\nSusan Pratt, MD e-signed 3/2/26", "MD"),
        ("Spine center\nSam Hill, DC e-signed 3/2/26", "DC"),
        ("Daily note\nAmy Fox, SPT 3/2/26   CI: Jane Doe, PT, co-signed 3/2/26", "PT"),
        ("Speech therapy session note 3/2/26", "SLP"),
        ("Daily note\n97112-GO x1", "OT"),
        ("Daily note", None),
    ],
)
def test_discipline_is_that_of_the_signer_else_of_the_title(text: str, expected: str | None) -> None:
    document = cut(text)
    assert header.discipline(document, read_people(document)) == expected
