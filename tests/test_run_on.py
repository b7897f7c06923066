"""Dictations without full stops: each statement stands by itself, and what is told of one is not told of the next."""

from __future__ import annotations

import pytest

from romberg import coding, notes
from romberg.notes.layout import cut

_HEAD = "this is for Marta Dunleavy date of service September 2 2026 she has Medicare her codes are M17.11 and R26.2 "
_WORK = (
    "so we did twenty-three minutes of therapeutic exercise meaning leg press at sixty pounds three sets of ten then "
    "seventeen minutes of gait training with the cane along the hallway three hundred feet and on the ramp four times "
)
_REST = (
    "so timed minutes are forty and total treatment time is forty plan is two times a week this is Desmond Ash PT "
    "electronically signed September 2 2026"
)


@pytest.mark.parametrize(
    "aside",
    [
        "her sister had the shots and is doing chair yoga ",
        "the stationary bike I skipped it was broken ",
        "next visit try the curb ",
        "at home she does fifteen minutes of quad sets every morning ",
        "and then she sat about four minutes that is not in there ",
    ],
)
def test_what_is_told_aside_takes_nothing_from_the_work_beside_it(aside: str) -> None:
    for told in (_HEAD + aside + _WORK + _REST, _HEAD + _WORK + aside + _REST):
        found = coding.code(notes.read(told))
        assert {p.code: p.minutes for p in found.procedures} == {"97110": 23, "97116": 17}
        assert (found.visit.timed_minutes, found.visit.total_minutes) == (40, 40)


def test_a_line_with_marks_is_cut_at_its_marks() -> None:
    marked = "Tx: " + "tandem stance on foam then she sat, and then she walked with a cane along the hall; " * 6
    assert len(cut(marked).segments) == 1
