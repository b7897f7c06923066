"""Work that was broken off counts the minutes until then, where the note's own total does not say otherwise."""

from __future__ import annotations

import pytest

from romberg import coding, notes

_NOTE = """PT daily DOS 3/2/26
Tx:
Gait training (97116) 20 min: rolling walker over the ramp
Therapeutic exercise (97110) 15 min: squats 3x10, heel raises 2x15{told}
{total}
Jane Doe, PT e-signed 3/2/26
"""


@pytest.mark.parametrize(
    ("told", "total", "minutes"),
    [
        (". Stopped after 9 min for knee pain.", "Timed minutes 29. Total 35.", 9),
        (", stopped at 9 min d/t nausea.", "Timed minutes 29. Total 29.", 9),
        (". Only 9 min done, he tired.", "Timed minutes 29. Total 29.", 9),
        (" (9 min completed, rest declined).", "Timed minutes 29. Total 35.", 9),
        (". Terminated at 9 min.", "", 9),
        (". Stopped after 9 min for a sip, then resumed.", "", 15),
        (". Stopped after 9 min for knee pain.", "Timed minutes 35. Total 35.", 15),
        (". NuStep only 9 min, was 12.", "", 15),
        (". Stopped after rep 9.", "", 15),
    ],
)
def test_minutes_end_where_the_work_was_broken_off(told: str, total: str, minutes: int) -> None:
    read = coding.code(notes.read(_NOTE.format(told=told, total=total))).procedures
    assert {one.code: one.minutes for one in read} == {"97116": 20, "97110": minutes}
