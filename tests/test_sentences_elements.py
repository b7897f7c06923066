"""Marked sentences of the documentation readers."""

from __future__ import annotations

import pytest
from marked import parse, sentences

from romberg.notes import elements, measures
from romberg.notes.assertion import Zone
from romberg.notes.elements.activity import specific, vague
from romberg.notes.layout import cut
from romberg.visit import Activity, Clinician, Span, Treatment

_LINES = tuple(sentences("elements.txt"))


def _found(element: str, text: str) -> tuple[Span, ...]:
    document = cut(text)
    if element == "copied":
        return elements.copied(document)
    if element == "maintenance":
        return elements.maintenance(document)
    return elements.read(document, (), measures.read(document), (), False)[element]


@pytest.mark.parametrize("line", _LINES, ids=range(len(_LINES)))
def test_an_element_is_proved_by_the_marked_words_or_not_at_all(line: str) -> None:
    element, _, marked = line.partition(" ::: ")
    text, marks = parse(marked)
    found = _found(element, text)
    if not marks:
        assert [text[a:b] for a, b in found] == []
    for mark in marks:
        assert any(a < mark.end and mark.start < b for a, b in found), [text[a:b] for a, b in found]


@pytest.mark.parametrize(
    ("words", "only_a_label"),
    [
        ("balance exercises", True),
        ("ther ex per flow sheet", True),
        ("general strengthening", True),
        ("neuro re-ed", True),
        ("manual therapy", True),
        ("exercises per protocol x 15 min", True),
        ("tandem stance on foam", False),
        ("bird dog 2x10", False),
        ('sit to stand from 18" chair', False),
        ("semantic feature analysis", False),
    ],
)
def test_labels_are_told_from_activities(words: str, only_a_label: bool) -> None:
    assert vague(words) is only_a_label


def _treatment(*activities: str) -> Treatment:
    named = tuple(Activity(words, (Span(i, i + 1),)) for i, words in enumerate(activities))
    return Treatment(None, None, 10, named)


def test_one_treatment_that_is_only_a_label_leaves_the_activities_unproved() -> None:
    assert specific((_treatment("tandem stance"), _treatment("balance exercises"))) == ()
    assert specific((_treatment("tandem stance", "stretches"), _treatment("step ups 3x10"))) == (Span(0, 1), Span(0, 1))


def test_a_clause_that_is_no_work_of_today_shows_no_skill() -> None:
    note = "Tx: bike 10 min\nDry needling ended in May."
    aside = (Zone(note.index("Dry"), len(note), "prior visit"),)
    assert elements.read(cut(note), (), (), (), True, aside)["skilled_intervention"] == ()
    assert elements.read(cut(note), (), (), (), True)["skilled_intervention"] != ()


def test_a_draft_bears_no_signature() -> None:
    signed = Clinician("A. Person", "PT", "therapist", True, (Span(0, 4),))
    for words, there in (("O: squats", True), ("status: DRAFT\nO: squats", False), ("Signature pending", False)):
        proof = elements.read(cut(words), (), (), (signed,), True)
        assert bool(proof["signature"]) is there
    unsigned = Clinician("A. Person", "PT", "therapist", False, (Span(0, 4),))
    assert elements.read(cut("O: squats"), (), (), (unsigned,), True)["signature"] == ()
