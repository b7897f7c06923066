"""Misspelt words of therapy are read as meant, quoted as written; real words and clean notes are left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from romberg import notes
from romberg.notes.spelling import straighten, typos
from romberg.notes.spelling.typos import corrected, one_slip, targets
from romberg.visit import Span
from tools import derive_spared

NOTE = """PT daily note 03/12/2026
Pt: R. Quill   Medicare
S: reports fewer near falls.
Tx: {service} 24 {minutes}: {activity}, CGA.
A: tolerated well. P: continue.
A. Lindqvist, PT, DPT"""
RIGHT = {"service": "Neuromuscular re-education", "minutes": "minutes", "activity": "tandem stance on foam"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("exercse", "exercise"),
        ("exersiz", None),  # more than one slip: left alone
        ("therapetic", "therapeutic"),
        ("neuromscular", "neuromuscular"),
        ("minutse", "minutes"),
        ("mintues", "minutes"),
        ("strengthenning", "strengthening"),
        ("refussed", "refused"),
        ("declned", "declined"),
        ("talking", None),
        ("gapping", None),
        ("facil", None),
        ("gluteals", None),
        ("walkingg", "walking"),
        ("pt", None),
    ],
)
def test_one_slip_is_put_right_and_a_real_word_is_left(written: str, meant: str | None) -> None:
    assert corrected(written) == meant


@pytest.mark.parametrize(
    "slip",
    [
        {"service": "Nueromuscular re-education"},
        {"service": "NEUROMUSCULAR RE-EDUCTION"},
        {"service": "Neuromuscular reeducaiton"},
        {"minutes": "minuts"},
        {"minutes": "mintues"},
        {"activity": "tandem stanse on foam"},
        {"activity": "tandem stance on\u200b foam"},
        {"activity": "tan\u00addem stance on foam"},
    ],
)
def test_a_slip_changes_neither_code_nor_minutes_and_is_quoted_as_written(slip: dict[str, str]) -> None:
    right, wrong = NOTE.format(**RIGHT), NOTE.format(**{**RIGHT, **slip})
    expected, found = notes.read(right).treatments, notes.read(wrong).treatments
    assert [(t.label_code, t.minutes) for t in found] == [(t.label_code, t.minutes) for t in expected]
    (activity,) = (a for t in found for a in t.activities)
    start, end = activity.spans[0]
    assert wrong[start:end] == activity.text
    assert activity.text.startswith(slip.get("activity", RIGHT["activity"]))


def test_a_misspelt_refusal_is_a_refusal() -> None:
    note = NOTE.format(**RIGHT).replace("CGA.", "CGA. Gait training refussed.")
    assert any(one.why == "declined" for one in notes.read(note).not_counted)


def test_composed_and_decomposed_letters_read_alike() -> None:
    note = NOTE.format(**RIGHT).replace("R. Quill", "Renée Müller")
    composed, split = (notes.read(unicodedata.normalize(form, note)) for form in ("NFC", "NFD"))
    assert [(t.label_code, t.minutes) for t in composed.treatments] == [
        (t.label_code, t.minutes) for t in split.treatments
    ]
    assert [c.name for c in composed.clinicians] == [c.name for c in split.clinicians]


def test_no_word_of_the_vocabulary_is_corrected() -> None:
    assert [word for word in targets() if corrected(word)] == []


@given(st.text(alphabet=st.sampled_from("aeinrst \n\u200bé\u0301ﬁ12."), max_size=60), st.data())
def test_every_place_of_the_copy_leads_back_into_the_note(text: str, data: st.DataObject) -> None:
    straight = straighten(text + " execise of balnce")
    start = data.draw(st.integers(0, len(straight.text)))
    end = data.draw(st.integers(start, len(straight.text)))
    back = straight.original(Span(start, end))
    assert 0 <= back.start <= back.end <= len(straight.given)
    if all(c.end < back.start or c.start > back.end for c in straight.changes):
        assert straight.given[back.start : back.end] == straight.text[start:end]


def test_the_list_of_words_holds_every_word_of_the_vocabularies_but_their_slips() -> None:
    missing = derive_spared.vocabulary() - targets()
    assert {word for word in missing if corrected(word) is None} == set(), "run tools/derive_spared.py again"


@given(st.sampled_from(sorted(targets())), st.data())
def test_every_slip_of_every_word_is_found(target: str, data: st.DataObject) -> None:
    """Against the slow way: each target compared with the slip."""
    at = data.draw(st.integers(0, len(target) - 1))
    letter = data.draw(st.sampled_from("aeinrst"))
    swapped = target[:at] + target[at : at + 2][::-1] + target[at + 2 :]
    slip = data.draw(st.sampled_from([target[:at] + target[at + 1 :], target[:at] + letter + target[at:], swapped]))
    near = {one for one in targets() if one_slip(slip, one)}
    assert slip == target or target in near
    found = corrected(slip)
    assert found is None or found in near
    if near == {target} and slip not in targets() and not target.startswith(slip) and slip != target + "s":
        assert found == target or _is_a_real_word(slip)


def _is_a_real_word(word: str) -> bool:
    return word in typos._spared() or any(one.startswith(word) for one in targets())  # the list itself


FORM = """PT visit{to}03/12/2026
S: reports fewer near falls.
Tx: NMR 97112 {a}16{b} min: tandem stance on foam, CGA.
Timed{join}minutes: {a}16{b}   Total{join}minutes: {a}20{b}
A: unsteady on foam. P: continue.
A. Lindqvist, PT, DPT"""


@pytest.mark.parametrize(
    "drawn",
    [
        {"a": "_", "b": "_"},
        {"a": "__ ", "b": " ___"},
        {"join": "_"},
        {"to": "..........."},
    ],
)
def test_the_lines_of_a_form_are_no_words_of_it(drawn: dict[str, str]) -> None:
    visit = notes.read(FORM.format(**{"to": " ", "a": "", "b": "", "join": " "} | drawn))
    assert (str(visit.service_date), visit.timed_minutes, visit.total_minutes) == ("2026-03-12", 16, 20)
    assert [(t.stated_code, t.minutes) for t in visit.treatments] == [("97112", 16)]
    assert all(visit.text[a.spans[0].start : a.spans[0].end] == a.text for t in visit.treatments for a in t.activities)


COMMENTS = """status;item;dose;code;minutes;remark
done;bridge;2x12;97110;8;
done;side plank;3x20 s;97110;7;
comment;S;R hip 4/10 on land;;;
comment;Response;Walked off with less lurch.;;;
comment;A;Hip strength is behind, PT to raise the load so he can get up from a stool.;;;
comment;P;2x/wk, stairs next visit.;;;"""


def test_a_column_of_comments_holds_the_parts_of_a_note() -> None:
    proofs = notes.read(COMMENTS).documentation
    assert all(proofs[part] for part in ("assessment", "patient_response", "plan"))
