"""Lines that a machine laid out anew are put straight, and only those."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from romberg import coding, notes
from romberg.notes.layout import cut
from romberg.notes.spelling import straighten

LONG = (
    "S: No falls since Monday, left knee feels steadier on the stairs but she holds the rail with wash in hand.\n"
    "O: NMR 23 min: tandem stance on foam with head turns, reactive stepping to release in three directions.\n"
    "TE 15 min: bridges 2x15, sit to stand from a low chair 3x8, heel raises at the counter 2x12 each.\n"
    "A: Reacts late to the left and needs skilled cues to widen the step before she walks to the bus alone."
)


@pytest.mark.parametrize("width", [48, 60, 72, 80, 100])
def test_wrapped_lines_are_joined_and_read_as_one(width: int) -> None:
    wrapped = "\n".join("\n".join(textwrap.wrap(line, width)) for line in LONG.split("\n"))
    assert straighten(wrapped).text.split() == LONG.split()
    assert _read(wrapped) == _read(LONG) == {"97112": 23, "97110": 15}


def test_spans_stand_in_the_note_as_given() -> None:
    wrapped = "\n".join("\n".join(textwrap.wrap(line, 60)) for line in LONG.split("\n"))
    for treatment in notes.read(wrapped).treatments:
        for activity in treatment.activities:
            (start, end), *_ = activity.spans
            assert wrapped[start:end] == activity.text


def test_lines_that_a_person_ended_stay() -> None:
    short = "S: no falls\nO: NMR 20 min: tandem stance\nTE 10 min: bridges\nA: sways\nP: continue\nA. Body PT"
    assert straighten(short).text == short


def test_empty_lines_between_all_lines_are_spacing() -> None:
    plain = "S: no falls\nO: NMR 20 min\n  - tandem stance\nTE 10 min\n  - bridges\nA: sways\nP: continue\nA. Body PT"
    assert straighten(plain.replace("\n", "\n\n")).text == plain


def test_a_few_empty_lines_part_paragraphs() -> None:
    plain = "S: no falls\n\nO: NMR 20 min\n  - tandem stance\nTE 10 min\n  - bridges\n\nA: sways\nP: continue"
    assert straighten(plain).text == plain


def test_a_margin_is_cut_off() -> None:
    assert (
        straighten("    S: no falls\n    O: NMR 20 min\n      - tandem").text
        == "S: no falls\nO: NMR 20 min\n  - tandem"
    )


def test_tabs_are_columns_where_rows_have_as_many() -> None:
    rows = "Item\tMin\tCode\nTandem\t12\t97112\nBridges\t10\t97110\nName:\tA. Body"
    assert straighten(rows).text.split("\n")[1:] == ["Tandem | 12 | 97112", "Bridges | 10 | 97110", "Name:    A. Body"]


@given(st.text(alphabet="aB .:\n\t|-9", max_size=300))
def test_nothing_but_blanks_and_line_ends_is_changed(text: str) -> None:
    assert straighten(text).text.replace("|", "").split() == text.replace("|", "").split()


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        (("NMR", "  tandem on foam", "  Time: 24 min"), 24),
        (("Neuro re-ed (97112)", "  - tandem", "  - airex", "  Total: 24 min"), 24),
        (("NMR", "Minutes: 24", "Activities: tandem"), 24),
        (("NMR:", "tandem on foam", "(24 minutes)"), 24),
        (("NMR:", "tandem on foam", "24"), None),  # a number without a word or a unit is none
        (("NMR 20 min", "tandem", "Time: 24 min"), None),  # the service has its time
        (("NMR", "tandem", "Total time: 24 min"), None),  # at the margin it is the visit's
        (("NMR held", "tandem", "Time: 24 min"), None),
        (("tandem", "Time: 24 min"), None),  # nothing is named
    ],
)
def test_a_time_of_its_own_line_belongs_to_the_service_above(lines: tuple[str, ...], minutes: int | None) -> None:
    found = cut("O:\n" + "\n".join(lines)).timed_blocks
    assert [block.minutes for block in found] == ([minutes] if minutes else [])


def _read(text: str) -> dict[str, int | None]:
    return {one.code: one.minutes for one in coding.code(notes.read(text)).procedures}


def test_an_export_in_fields_tells_work_and_time_of_each_service() -> None:
    text = (
        "PT daily 11/12/2026 Medicare\nS: one near fall\nINTERVENTIONS\n"
        "Procedure: 97112 Neuromuscular Re-education\nMinutes: 24\nUnits: 2\nDetails: tandem stance on foam\n\n"
        "Procedure: 97110 Therapeutic Exercise\nUnits: 1\nMinutes: 15\nDetails: heel raises 2 x 15\n\n"
        "A: late steps, needs skilled PT\nTimed minutes: 39"
    )
    told = {p.code: [a.text for a in p.activities] for p in coding.code(notes.read(text)).procedures}
    assert _read(text) == {"97112": 24, "97110": 15}
    assert told == {"97112": ["tandem stance on foam"], "97110": ["heel raises 2 x 15"]}
