"""X12 segments: read whole at any size of window, refused with one sentence, written so that they come back."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from romberg.formats.unreadable import Unreadable
from romberg.formats.x12 import writing
from romberg.formats.x12.delimiters import Delimiters, delimiters
from romberg.formats.x12.segments import LONGEST, opened

ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260312*0930*^*00501*000000001*0*T*:~"
BODY = "GS*HC*SENDER*RECEIVER*20260312*0930*1*X*005010X222A1~ST*837*0001*005010X222A1~SE*2*0001~GE*1*1~IEA*1*000000001~"


def elements(data: bytes, window: int = 1 << 20) -> list[list[str]]:
    return [one.elements for one in opened(io.BytesIO(data), window).segments]


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        elements(data)
    return caught.value


def test_the_signs_come_from_the_first_segment() -> None:
    assert delimiters(ISA.encode()) == Delimiters("*", ":", "^", "~")
    other = ISA.replace("*", "|").replace("^", "}").replace(":~", "^\n")
    assert delimiters(other.encode()) == Delimiters("|", "^", "}", "\n")
    assert delimiters(ISA.replace("^", "U").encode()).repeat == ""


@pytest.mark.parametrize("between", ["", "\n", "\r\n"])
@pytest.mark.parametrize("before", ["", "\ufeff", "\r\n"])
def test_lines_between_segments_and_marks_before_them_change_nothing(between: str, before: str) -> None:
    data = before + (ISA + BODY).replace("~", "~" + between)
    assert elements(data.encode()) == elements((ISA + BODY).encode())


def test_segments_that_end_with_their_line() -> None:
    lines = (ISA + BODY).replace("~", "\n")
    assert elements((lines + "\n\n").encode()) == elements((ISA + BODY).encode())


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        (b"", "empty", "segment 1"),
        (b"Patient: nobody", "x12_no_isa", "segment 1"),
        ((ISA + BODY + ISA.replace("*", "|")).encode(), "x12_signs_change", "segment 7"),
        ((ISA + BODY + ISA.replace(":~", ">~")).encode(), "x12_signs_change", "segment 7"),
        (ISA[:60].encode(), "x12_isa_length", "segment 1"),
        (ISA.replace("SENDER         ", "SENDER").encode() + BODY.encode(), "x12_isa_length", "ISA06"),
        (ISA.replace("*", "A").encode(), "x12_delimiter", "segment 1"),
        (ISA.replace(":~", " ~").encode(), "x12_delimiter", "segment 1"),
        (ISA.replace(":~", "\n~").encode(), "x12_delimiter", "segment 1"),
        (ISA.replace(":~", "~~").encode(), "x12_delimiter", "segment 1"),
        ((ISA + BODY).encode("utf-16"), "x12_encoding", "segment 1"),
        ((ISA + "GS*H\0C~").encode(), "x12_encoding", "segment 2"),
        ((ISA + "~" + BODY).encode(), "x12_empty_segment", "segment 2"),
        ((ISA + "NM1" + "*A" * 1_001 + "~").encode(), "x12_too_many_elements", "segment 2"),
        ((ISA + "NTE*ADD*" + "A" * LONGEST + "~").encode(), "x12_segment_too_long", "segment 2"),
        ((ISA + "NTE*ADD*" + "A" * 5_000_000).encode(), "x12_segment_too_long", "segment 2"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(data: bytes, code: str, where: str) -> None:
    told = refusal(data)
    assert told.code == code
    assert where in told.at
    assert told.says.endswith(".")
    assert "nobody" not in told.says


@given(st.lists(st.binary(max_size=40), max_size=8), st.integers(1, 300), st.integers(1, 300))
@settings(max_examples=300, deadline=None)
def test_where_a_window_ends_changes_nothing(rows: list[bytes], one: int, other: int) -> None:
    """Also where segments are of different encodings, hold zero bytes or have no name."""
    data = ISA.encode() + b"".join(b"N1*" + row + b"~" for row in rows)
    assert held(data, one) == held(data, other) == held(data, 1 << 20)


def held(data: bytes, window: int) -> tuple[list[list[str]], str]:
    """The segments up to the first that is refused, and why it is."""
    found: list[list[str]] = []
    try:
        found.extend(segment.elements for segment in opened(io.BytesIO(data), window).segments)
    except Unreadable as told:
        return found, told.says
    return found, ""


def test_a_name_in_another_encoding_is_read_beside_others() -> None:
    data = ISA.encode() + "NM1*IL*1*MÜLLER~".encode() + "NM1*IL*1*MÜLLER~".encode("latin-1")
    assert [one[3] for one in elements(data)[1:]] == ["MÜLLER", "MÜLLER"]


WORDS = st.text(st.characters(codec="utf-8"), max_size=30)
SIGNS = st.sampled_from([Delimiters(), Delimiters("|", "^", "}", "\n"), Delimiters("\x1d", "\x1f", "\x1e", "\x1c")])


@given(st.lists(st.lists(WORDS, min_size=1, max_size=6), max_size=8), SIGNS, st.integers(1, 200))
@settings(max_examples=300, deadline=None)
def test_what_was_written_comes_back_whatever_was_typed(rows: list[list[str]], signs: Delimiters, window: int) -> None:
    cleaned = [["NTE", *(writing.clean(one, signs) for one in row)] for row in rows]
    segment = writing.segments(signs)
    head = ISA.translate(str.maketrans("*:^~", signs.element + signs.component + signs.repeat + signs.segment))
    text = head + "".join(segment(("NTE", *row)) for row in rows)
    again = elements(text.encode(), window)[1:]
    assert again == [_without_empty_ends(row) for row in cleaned]


def _without_empty_ends(row: list[str]) -> list[str]:
    return row if len(row) == 1 or row[-1] else _without_empty_ends(row[:-1])


@given(WORDS, SIGNS)
@settings(max_examples=300, deadline=None)
def test_no_typed_sign_parts_data(text: str, signs: Delimiters) -> None:
    cleaned = writing.clean(text, signs)
    assert not signs.all() & set(cleaned)
    assert cleaned.isascii()
    assert writing.clean(cleaned, signs) == cleaned


def test_names_keep_their_letters() -> None:
    assert writing.clean("José  Müller-Ørsted~Łukasz*", Delimiters()) == "Jose Muller-Orsted Lukasz"


@given(st.integers(-(10**12), 10**12))
def test_amounts_are_written_short_and_mean_the_same(cents: int) -> None:
    text = writing.amount(cents)
    assert round(float(text) * 100) == cents
    assert not text.endswith((".", ".0", ".00"))
    assert "." not in text or not text.endswith("0")
