"""Envelopes and levels of X12 files: repeated interchanges and impossible levels are refused at their segment."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.envelope import whole
from romberg.formats.x12.levels import DEEPEST, Levels
from romberg.formats.x12.segments import Segment, opened

ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260312*0930*^*00501*000000001*0*T*:~"
HEAD = "GS*HC*SENDER*RECEIVER*20260312*0930*1*X*005010X222A1~ST*837*0001*005010X222A1~"


def file_of(*levels: str) -> str:
    body = "".join(f"HL*{one}~" for one in levels)
    return f"{ISA}{HEAD}{body}SE*{len(levels) + 2}*0001~GE*1*1~IEA*1*000000001~"


def read(text: str) -> list[Segment]:
    return list(whole(opened(io.BytesIO(text.encode())).segments))


def refused(text: str) -> tuple[str, str]:
    with pytest.raises(Unreadable) as told:
        read(text)
    return told.value.code, told.value.at


@pytest.mark.parametrize(
    ("levels", "code", "at"),
    [
        (["1**20*1", "2*1*22*1", "2*2*23*0"], "x12_hl_number", "segment 6, HL01"),
        (["1**20*1", "*1*22*1"], "x12_hl_number", "segment 5, HL01"),
        (["1*1*20*1"], "x12_hl_parent", "segment 4, HL02"),
        (["1**20*1", "2*9*22*0"], "x12_hl_parent", "segment 5, HL02"),
        (["1**20*1", "2*1*22*1", "3*2*23*1", "4*3*23*1", "5*4*23*0"], "x12_hl_depth", "segment 8, HL02"),
    ],
)
def test_a_level_that_cannot_be_is_refused(levels: list[str], code: str, at: str) -> None:
    assert refused(file_of(*levels)) == (code, at)


def test_levels_of_any_numbers_are_taken_where_they_hang_together() -> None:
    assert len(read(file_of("7**20*1", "A*7*22*1", "3*A*23*0", "4*7*22*0"))) == 10


def test_each_transaction_counts_its_levels_anew() -> None:
    one = file_of("1**20*1")
    part = one[one.index("ST*") : one.index("GE*")]
    assert read(one.replace(part, part + part.replace("*0001", "*0002")).replace("GE*1", "GE*2"))


def test_an_interchange_that_stands_twice_is_refused() -> None:
    one = file_of("1**20*1")
    assert refused(one + one) == ("x12_interchange_twice", "segment 8, ISA13")
    assert len(read(one + one.replace("000000001", "000000002"))) == 14


@given(st.lists(st.tuples(st.integers(1, 12), st.none() | st.integers(1, 12)), max_size=14))
def test_depths_are_those_of_a_walk_to_the_top(levels: list[tuple[int, int | None]]) -> None:
    above: dict[str, str] = {}
    kept = Levels()
    for number, (own, parent) in enumerate(levels, 1):
        named, under = str(own), "" if parent is None else str(parent)
        depth, at = 1, under
        while at:
            depth, at = depth + 1, above.get(at, "")
        good = named not in above and (not under or under in above) and depth <= DEEPEST
        try:
            kept.take(Segment(number, ["HL", named, under]))
        except Unreadable:
            assert not good
            return
        assert good
        above[named] = under


def test_levels_without_end_in_no_order_are_refused() -> None:
    numbers = list(range(2, 40_000))
    random.Random(6).shuffle(numbers)
    text = file_of(*(f"{number}**20" for number in numbers))
    assert refused(text)[0] == "x12_hl_number"
