"""Marked sentences: who signed, and who furnished what."""

from __future__ import annotations

from time import process_time

import pytest
from marked import Mark, parse, sentences

from romberg import coding, notes
from romberg.notes.layout import cut
from romberg.notes.people import discipline, performers, read
from romberg.notes.people.credentials import SIGNS_OF_SMALL, roles
from romberg.visit import Clinician

_PEOPLE = tuple(sentences("people.txt"))
_PERFORMERS = tuple(sentences("performers.txt"))
_NOTE = "Pt: Ann B.  Medicare\nS: no falls\nO: tandem stance\nA: unsteady\nP: cont 2x/wk\n"
_HEAD = "PT daily DOS 3/2/26\n"
_END = "\nA: unsteady\nP: PTA to continue\nJane Doe, PT e-signed 3/2/26\nMark Poe, PTA e-signed 3/2/26"


@pytest.mark.parametrize("line", _PEOPLE, ids=range(len(_PEOPLE)))
def test_each_marked_person_is_found_and_nobody_else(line: str) -> None:
    text, marks = parse(line)
    found = read(cut(_NOTE + text))
    assert sorted((p.name, p.role, p.signed) for p in found) == sorted(_expected(mark) for mark in marks)
    for mark in marks:
        assert any(_touches(person, mark) for person in found), mark


def _expected(mark: Mark) -> tuple[str, str, bool]:
    return mark.values["name"], mark.values["role"], mark.values["signed"] == "yes"


def _touches(person: Clinician, mark: Mark) -> bool:
    start, end = mark.start + len(_NOTE), mark.end + len(_NOTE)
    return person.name == mark.values["name"] and any(s.start < end and start < s.end for s in person.spans)


@pytest.mark.parametrize("line", _PERFORMERS, ids=range(len(_PERFORMERS)))
def test_each_marked_performer_is_found_and_nobody_else(line: str) -> None:
    text, marks = parse(line)
    document = cut(_HEAD + text + _END)
    found = performers.mentions(document, read(document))
    assert [(p.start - len(_HEAD), p.end - len(_HEAD), p.role) for p in found] == [
        (m.start, m.end, m.values["role"]) for m in marks
    ]
    for performer, mark in zip(found, marks, strict=True):
        assert performer.name == mark.values.get("name")
        assert performer.minutes == (int(mark.values["minutes"]) if "minutes" in mark.values else None)
        assert performer.supervised == {"yes": True, "no": False, None: None}[mark.values.get("supervised")]


@pytest.mark.parametrize(
    ("told", "assistant"),
    [
        ("First 7 min PT, last 8 min PTA.", 8),
        ("First 7 min by me, rest by PTA.", 8),
        ("PTA did 8 min of this.", 8),
        ("PTA took over after 7 min.", 8),
        ("I stepped out and PTA carried on with it.", 15),
        ("PTA.", 15),
        ("Last visit PTA did this.", 0),
        ("Discussed with PTA.", 0),
        ("No PTA involved.", 0),
    ],
)
def test_a_helper_has_the_minutes_told_of_them_or_all(told: str, assistant: int) -> None:
    note = _HEAD + f"O: TE 15 min: squats 3x10, heel raises. {told}\nGait training 20 min (PT): ramp" + _END
    minutes = {one.code: (one.minutes, one.assistant_minutes) for one in coding.code(notes.read(note)).procedures}
    assert minutes == {"97110": (15, assistant), "97116": (20, 0)}


def test_an_aide_on_a_timed_line_of_a_log_has_nothing_of_the_lines_below() -> None:
    log = "9:00-9:20 Gait training: ramp\n9:20-9:28 UBE w/ tech only\n9:28-9:40 Manual therapy: patellar glides\n"
    note = "PT daily DOS 3/2/26\nTx:\n" + log + "Timed minutes 32. Total 32.\nJane Doe, PT e-signed 3/2/26\n"
    read = coding.code(notes.read(note)).procedures
    assert {one.code: [share.role for share in one.shares] for one in read} == {"97116": [], "97140": []}


def test_mentions_of_one_person_are_one_person() -> None:
    text = (
        "PT note 3/2/26  Therapist: Omar Haidari, PT, DPT\nO: tandem 20 min\n\n\nO. Haidari, PT, DPT  e-signed 3/2/26"
    )
    (person,) = read(cut(text))
    assert (person.name, person.signed, len(person.spans)) == ("Omar Haidari", True, 2)
    assert [text[a:b] for a, b in person.spans] == ["Omar Haidari, PT, DPT", "O. Haidari, PT, DPT"]


def test_signatures_of_another_encounter_do_not_count() -> None:
    text = (
        "--- 3/2/26 visit 3 ---\nO: tandem\nAmy Fox, PTA e-signed 3/2/26\n"
        "--- 3/9/26 visit 4 (TODAY) ---\nO: foam\nJane Doe, PT e-signed 3/9/26"
    )
    assert [(p.name, p.role) for p in read(cut(text))] == [("Jane Doe", "therapist")]


def test_pt_is_often_the_patient() -> None:
    text = "PT NAME: RENEE T.  3/2/26\nS: PT REPORTS PAIN. PT LATE.\nA: SKILLED PT IS NEEDED. CALL PT TO CONFIRM."
    assert read(cut(text)) == ()


@pytest.mark.parametrize(
    ("credential", "expected"),
    [("PT, DPT", "PT"), ("OTR/L, CHT", "OT"), ("MS, CCC-SLP", "SLP"), ("COTA/L", "OT"), ("SPT", "PT"), ("DC", None)],
)
def test_letters_tell_the_discipline(credential: str, expected: str | None) -> None:
    assert discipline(credential) == expected


def test_words_in_small_letters_hold_one_of_the_signs_that_are_looked_for_first() -> None:
    small = [word for word, role in roles().items() if role and word[0].islower()]
    assert small
    assert [word for word in small if not any(sign in word for sign in SIGNS_OF_SMALL)] == []


@pytest.mark.parametrize("text", ["a" * 20_000, "A" * 20_000, "Jane Doe, PT " * 1600, "Ann, CMT " * 2200])
def test_long_stretches_without_an_end_are_read_quickly(text: str) -> None:
    began = process_time()
    document = cut(text)
    performers.mentions(document, read(document))
    assert process_time() - began < 1.0  # it took seconds where each letter began a search of its own
