"""Work under a heading that nobody knows is treatment where it comes to what the note states."""

from __future__ import annotations

import pytest

from romberg import coding, notes

NOTE = """PT daily note  DOS 3/2/26  Medicare
Told me: toes dead, no burning. Walks the dog.
{work}
How she did: steadier at the end.
Plan: 2x/wk.
{stated}
Jane Doe, PT e-signed 3/2/26
"""
GUIDED = """With the camera on
- tandem stance on foam, feet together on a bath mat, 6 x 30 s: 20 minutes
- leg press and bridges 3x10 for 10 minutes"""
ASIDE = "Her son did tandem stance on foam with her for 20 min before"


def _coded(work: str, stated: str) -> dict[str, int | None]:
    visit = notes.read(NOTE.format(work=work, stated=stated))
    return {one.code: one.minutes for one in coding.code(visit).procedures}


@pytest.mark.parametrize(
    ("work", "stated", "codes"),
    [
        (GUIDED, "97112 x1, 97110 x1. Timed 30 Total 30", {"97112": 20, "97110": 10}),
        (GUIDED, "97112 x1, 97110 x1. Timed 45 Total 45", {"97112": 20, "97110": 10}),  # nothing else has time
        (
            GUIDED,
            "97140 x1, 97110 x1. Timed 30 Total 30",
            {"97112": 20, "97110": 10},
        ),  # one charged that nobody tells of
        (ASIDE, "97112 x1. Timed 20 Total 20", {}),  # not today
        ("9:05-9:25 Neuro re-ed: stance on foam, tandem 3x30 s", "97112 x1", {"97112": 20}),
    ],
    ids=["comes to the total", "another total", "another service", "not today", "a clock before a name"],
)
def test_work_under_an_unknown_heading(work: str, stated: str, codes: dict[str, int | None]) -> None:
    assert _coded(work, stated) == codes
