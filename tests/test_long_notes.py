"""Long notes: what a character costs does not grow with the note, and stretches taken are asked quickly and rightly."""

from __future__ import annotations

import time

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
_spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 9)).map(lambda one: Span(one[0], one[0] + one[1])), max_size=8
)


def _seconds_a_character(blocks: int) -> float:
    text = "Date of service: 03/12/2026\nO:\n" + "".join(_BLOCK.format(minutes=8 + n % 20) for n in range(blocks))
    least = float("inf")
    for _ in range(2):
        start = time.process_time()
        notes.read(text)
        least = min(least, time.process_time() - start)
    return least / len(text)


def test_a_note_of_ten_times_the_length_takes_ten_times_as_long() -> None:
    notes.read(_BLOCK)
    assert _seconds_a_character(300) < 2.5 * _seconds_a_character(30)


@given(_spans, st.integers(0, 50), st.integers(0, 9))
def test_whether_stretches_are_met_is_what_a_look_at_each_says(spans: list[Span], start: int, length: int) -> None:
    end = start + length
    assert Covered(spans).meets(start, end) == any(a < end and start < b for a, b in spans)
