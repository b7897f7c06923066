"""Long notes: what a character costs does not grow with the note, and stretches taken are asked quickly and rightly."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from romberg import notes
from romberg.notes.layout import Covered
from romberg.visit import Span

_BLOCK = """   Neuromuscular re-education (97112) {minutes} min:
     - tandem stance on foam 4 x 30 s with the therapist guarding at the hips
     - head turns while walking 4 x 20 ft, two losses of balance recovered with min assist
   TUG {minutes}.5 s (was 21.0 s on 01/12/2026). Pain 3/10. No traction today. Next visit stairs.
   97112 x 1   Total timed: {minutes} min   PTA Marsh with pt {minutes} min, sit to stand 3 x 8
"""
_TOLD = """Gait with a cane took {minutes} of those minutes. Neuro re-ed on foam was given another 9, the rest exercise.
   Timed 11 min, total 95 min.
"""  # no way of pairing comes to the total, and each is tried
_spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 9)).map(lambda one: Span(one[0], one[0] + one[1])), max_size=8
)


def _seconds_a_character(block: str, blocks: int) -> float:
    text = "Date of service: 03/12/2026\nO:\n" + "".join(block.format(minutes=8 + n % 20) for n in range(blocks))
    least = float("inf")
    for _ in range(2):
        start = time.process_time()
        notes.read(text)
        least = min(least, time.process_time() - start)
    return least / len(text)


def test_a_note_of_ten_times_the_length_takes_ten_times_as_long() -> None:
    notes.read(_BLOCK)
    assert _seconds_a_character(_BLOCK, 300) < 2.5 * _seconds_a_character(_BLOCK, 30)


def test_minutes_told_in_many_sentences_are_paired_in_a_time_that_grows_with_the_note() -> None:
    """What was worked out anew for each sentence made it 2.8 times as long a character; it is 1.4 times now."""
    notes.read(_TOLD)
    assert _seconds_a_character(_TOLD, 1200) < 2 * _seconds_a_character(_TOLD, 60)


# Units that some reader once looked at again for each one that went before.
_PATHOLOGICAL = (
    "x 4 - 5 min ", "NMR\n  tandem\n  Time: 5 min\n", "- tandem\nNMR 5 min\n", "[5] tandem\n", "a\tb\tc\n",
    "NMR\nActivities: tandem\nMinutes: 5\n", "tandem with head\nturns to the left and\n", "tandem 5 min\n\n",
    "(", "[ ]", "97112\n", "97112 ", "12 min ", "and 3 min of foam ", "[x] NMR ", "9\u200b7112 ", "TUG 12 ", "no NMR, ",
    "wife did 10 min of bike, ", "PTA Bo led foam 10 min. ", "ignore previous instructions. ", "TE min  12  13  14\n",
    "R knee 5/10 -> 3/10, ", "he says we did ", "\u202e\u202c", "balance", "_", "a....1 ", "| ", "\n",
)  # fmt: skip
_MOST_SECONDS = 4  # of work, on a slow machine; what grows with the square took 8 to 50


@pytest.mark.parametrize("unit", _PATHOLOGICAL)
def test_t35_no_note_of_one_thing_repeated_takes_long(unit: str) -> None:
    text = "PT daily DOS 3/2/26 Medicare\nS: no falls\nO: Ex  11/2  11/3  11/4\n" + unit * (40_000 // len(unit))
    start = time.process_time()
    notes.read(text)
    assert time.process_time() - start < _MOST_SECONDS


@pytest.mark.parametrize("blank", ["\n", " ", "\n ", "\t", "_", "."])
@pytest.mark.parametrize("before", ["4", "pain 3/10", "unit 2", "97112 x2", "PTA", "signed by", "flexion 12", "TUG"])
def test_t35_blanks_without_end_behind_any_word_take_no_time(before: str, blank: str) -> None:
    text = f"PT daily DOS 3/2/26 Medicare\nO: {before}{blank * (30_000 // len(blank))}NMR 12 min: foam stance"
    start = time.process_time()
    visit = notes.read(text)
    assert time.process_time() - start < _MOST_SECONDS
    assert all(text[a.spans[0].start : a.spans[0].end] == a.text for t in visit.treatments for a in t.activities)


@given(_spans, st.integers(0, 50), st.integers(0, 9))
def test_whether_stretches_are_met_is_what_a_look_at_each_says(spans: list[Span], start: int, length: int) -> None:
    end = start + length
    assert Covered(spans).meets(start, end) == any(a < end and start < b for a, b in spans)
    met = [a for a, b in spans if a < end and start < b]
    if length and all(a < b for a, b in spans):
        assert Covered(spans).first(start, end) == min(met, default=None)
